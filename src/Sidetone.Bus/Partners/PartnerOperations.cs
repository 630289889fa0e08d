using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Api;
using Sidetone.Bus.Api.Shapes;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Partners;

/// <summary>Partner event sources from the partner's side.</summary>
internal sealed class PartnerOperations(ResourceStore store, TimeProvider time, IOptions<BusLimits> limits)
    : IOperations
{
    private static readonly Member s_name = new("Name", Common.EventSourceName, Required: true);

    private static readonly Member s_account = new(
        "Account",
        new TextShape
        {
            Min = 12,
            Max = 12,
            Pattern = @"\d{12}",
        },
        Required: true
    );

    private static readonly TextShape s_prefix = new()
    {
        Min = 1,
        Max = 256,
        Pattern = @"aws\.partner/[\.\-_A-Za-z0-9]+/[/\.\-_A-Za-z0-9]*",
    };

    public IEnumerable<Operation> All =>
        [
            new(
                "CreatePartnerEventSource",
                new StructureShape("CreatePartnerEventSourceRequest", s_name, s_account),
                CreateAsync
            ),
            new(
                "DeletePartnerEventSource",
                new StructureShape("DeletePartnerEventSourceRequest", s_name, s_account),
                DeleteAsync
            ),
            new(
                "DescribePartnerEventSource",
                new StructureShape("DescribePartnerEventSourceRequest", s_name),
                DescribeAsync
            ),
            new(
                "ListPartnerEventSources",
                new StructureShape(
                    "ListPartnerEventSourcesRequest",
                    [new Member("NamePrefix", s_prefix, Required: true), .. Common.Paging]
                ),
                ListAsync
            ),
            new(
                "ListPartnerEventSourceAccounts",
                new StructureShape(
                    "ListPartnerEventSourceAccountsRequest",
                    [new Member("EventSourceName", Common.EventSourceName, Required: true), .. Common.Paging]
                ),
                ListAccountsAsync
            ),
        ];

    private Task<JsonObject> CreateAsync(ApiCall call)
    {
        var now = time.GetUtcNow();
        var source = new PartnerEventSourceRecord
        {
            Name = call.Input.Required("Name"),
            Account = call.Input.Required("Account"),
            State = PartnerEventSourceRecord.PendingState,
            CreatedAt = now,
        }.Pending(now);
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var sources = await ResourceStore.ListAsync<PartnerEventSourceRecord>(
                    transaction,
                    call.Group,
                    "",
                    cancellation
                );
                if (sources.Any(one => one.Name == source.Name))
                {
                    throw Refusals.Exists($"Event source {source.Name} already exists.");
                }

                if (sources.Count >= limits.Value.PartnerEventSources)
                {
                    throw Refusals.TooMany();
                }

                await ResourceStore.PutAsync(transaction, call.Group, source, cancellation);
                return Answer.Of(("EventSourceArn", Arns.EventSource(call.Tenant, source.Name)));
            },
            call.Cancellation
        );
    }

    // AWS says nothing about a source that is not there: the partner wants it gone, and it is.
    private Task<JsonObject> DeleteAsync(ApiCall call)
    {
        var name = call.Input.Required("Name");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var source = await store.FindAsync<PartnerEventSourceRecord>(
                    transaction,
                    call.Group,
                    "",
                    name,
                    cancellation
                );
                if (source is null || source.Account != call.Input.Text("Account"))
                {
                    return Answer.Empty;
                }

                if (await store.FindAsync<EventBusRecord>(transaction, call.Group, "", name, cancellation) is null)
                {
                    await ResourceStore.RemoveAsync<PartnerEventSourceRecord>(
                        transaction,
                        call.Group,
                        "",
                        name,
                        cancellation
                    );
                }
                else
                {
                    var deleted = source with { State = PartnerEventSourceRecord.DeletedState, ExpiresAt = null };
                    await ResourceStore.PutAsync(transaction, call.Group, deleted, cancellation);
                }

                return Answer.Empty;
            },
            call.Cancellation
        );
    }

    private async Task<JsonObject> DescribeAsync(ApiCall call) =>
        Shown(call.Tenant, await store.RequireSourceAsync(call.Group, call.Input.Required("Name"), call.Cancellation));

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var prefix = call.Input.Required("NamePrefix");
        var sources = await store.ListAsync<PartnerEventSourceRecord>(call.Group, "", call.Cancellation);
        return Page.Of(
            call.Input,
            "PartnerEventSources",
            sources.Where(source =>
                source.State != PartnerEventSourceRecord.DeletedState
                && source.Name.StartsWith(prefix, StringComparison.Ordinal)
            ),
            static source => source.Name,
            source => Shown(call.Tenant, source)
        );
    }

    private async Task<JsonObject> ListAccountsAsync(ApiCall call)
    {
        var name = call.Input.Required("EventSourceName");
        var source = await store.RequireSourceAsync(call.Group, name, call.Cancellation);
        return Page.Of(
            call.Input,
            "PartnerEventSourceAccounts",
            [source],
            static one => one.Account,
            static one =>
                Answer.Of(
                    ("Account", one.Account),
                    ("CreationTime", Answer.Time(one.CreatedAt)),
                    ("ExpirationTime", Answer.Time(one.ExpiresAt)),
                    ("State", one.State)
                )
        );
    }

    private static JsonObject Shown(BusTenant tenant, PartnerEventSourceRecord source) =>
        Answer.Of(("Arn", Arns.EventSource(tenant, source.Name)), ("Name", source.Name));
}
