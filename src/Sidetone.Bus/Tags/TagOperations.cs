using System.Data.Common;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Api.Shapes;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Tags;

/// <summary>Tags buses and rules.</summary>
internal sealed class TagOperations(ResourceStore store, IOptions<BusLimits> limits) : IOperations
{
    private static readonly Member s_resource = new("ResourceARN", Common.Arn, Required: true);

    public IEnumerable<Operation> All =>
        [
            new(
                "TagResource",
                new StructureShape("TagResourceRequest", s_resource, new Member("Tags", Common.Tags, Required: true)),
                call => ChangeAsync(call, tags => TagStore.Merge(tags, TagStore.Read(call.Input)))
            ),
            new(
                "UntagResource",
                new StructureShape(
                    "UntagResourceRequest",
                    s_resource,
                    new Member("TagKeys", new ListShape(new TextShape { Min = 1, Max = 128 }), Required: true)
                ),
                call => ChangeAsync(call, tags => Without(tags, call.Input.Texts("TagKeys") ?? []))
            ),
            new("ListTagsForResource", new StructureShape("ListTagsForResourceRequest", s_resource), ListAsync),
        ];

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var (bus, rule) = Read(call.Input.Required("ResourceARN"));
        if (rule is null)
        {
            await store.RequireBusAsync(call.Group, bus, call.Cancellation);
        }
        else if (await store.FindAsync<RuleRecord>(call.Group, bus, rule, call.Cancellation) is null)
        {
            throw Refusals.NoRule(rule, bus);
        }

        var found = await store.FindAsync<TagsRecord>(call.Group, "", ArnOf(call.Tenant, bus, rule), call.Cancellation);
        return Answer.Of(
            ("Tags", Answer.List(found?.Tags ?? [], static tag => Answer.Of(("Key", tag.Key), ("Value", tag.Value))))
        );
    }

    private Task<JsonObject> ChangeAsync(ApiCall call, Func<IReadOnlyList<Tag>, IReadOnlyList<Tag>> change) =>
        store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var arn = await RequireAsync(transaction, call, cancellation);
                var old = await store.FindAsync<TagsRecord>(transaction, call.Group, "", arn, cancellation);
                var next = change(old?.Tags ?? []);
                await TagStore.SetAsync(transaction, call.Group, arn, next, limits.Value, cancellation);
                return Answer.Empty;
            },
            call.Cancellation
        );

    /// <summary>Within a transaction: the ARN of the bus or rule that a request names, spelled as the store has it.</summary>
    private async Task<string> RequireAsync(DbTransaction transaction, ApiCall call, CancellationToken cancellation)
    {
        var (bus, rule) = Read(call.Input.Required("ResourceARN"));
        if (rule is null)
        {
            await store.RequireBusAsync(transaction, call.Group, bus, cancellation);
        }
        else if (await store.FindAsync<RuleRecord>(transaction, call.Group, bus, rule, cancellation) is null)
        {
            throw Refusals.NoRule(rule, bus);
        }

        return ArnOf(call.Tenant, bus, rule);
    }

    private static string ArnOf(BusTenant tenant, string bus, string? rule) =>
        rule is null ? Arns.Bus(tenant, bus) : Arns.Rule(tenant, bus, rule);

    /// <summary>The bus, and the rule on it, that an ARN names.</summary>
    private static (string Bus, string? Rule) Read(string arn)
    {
        var resource = arn.Split(':', 6) is ["arn", _, "events", _, _, var last] ? BusNames.Storable(last) : "";
        if (resource.StartsWith("event-bus/", StringComparison.Ordinal))
        {
            return (resource[10..], null);
        }

        if (!resource.StartsWith("rule/", StringComparison.Ordinal))
        {
            throw Refusals.Parameter("ResourceARN", "Only event buses and rules have tags.");
        }

        // The bus of a partner event source has slashes in its name, a rule never.
        var path = resource[5..];
        var slash = path.LastIndexOf('/');
        return slash < 0 ? (EventBusRecord.DefaultName, path) : (path[..slash], path[(slash + 1)..]);
    }

    private static IReadOnlyList<Tag> Without(IReadOnlyList<Tag> tags, IReadOnlyList<string> keys) =>
        [.. tags.Where(tag => !keys.Contains(tag.Key, StringComparer.Ordinal))];
}
