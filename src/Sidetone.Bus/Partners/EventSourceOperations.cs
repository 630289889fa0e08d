using System.Text.Json.Nodes;
using Sidetone.Bus.Api;
using Sidetone.Bus.Api.Shapes;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Partners;

/// <summary>Partner event sources from the customer's side.</summary>
internal sealed class EventSourceOperations(ResourceStore store, TimeProvider time) : IOperations
{
    private static readonly Member s_name = new("Name", Common.EventSourceName, Required: true);

    private static readonly TextShape s_prefix = new()
    {
        Min = 1,
        Max = 256,
        Pattern = @"[/\.\-_A-Za-z0-9]+",
    };

    public IEnumerable<Operation> All =>
        [
            new("DescribeEventSource", new StructureShape("DescribeEventSourceRequest", s_name), DescribeAsync),
            new(
                "ListEventSources",
                new StructureShape("ListEventSourcesRequest", [new Member("NamePrefix", s_prefix), .. Common.Paging]),
                ListAsync
            ),
            new("ActivateEventSource", new StructureShape("ActivateEventSourceRequest", s_name), ActivateAsync),
            new("DeactivateEventSource", new StructureShape("DeactivateEventSourceRequest", s_name), DeactivateAsync),
        ];

    private async Task<JsonObject> DescribeAsync(ApiCall call) =>
        Shown(call.Tenant, await store.RequireSourceAsync(call.Group, call.Input.Required("Name"), call.Cancellation));

    private async Task<JsonObject> ListAsync(ApiCall call)
    {
        var prefix = call.Input.Text("NamePrefix") ?? "";
        var sources = await store.ListAsync<PartnerEventSourceRecord>(call.Group, "", call.Cancellation);
        return Page.Of(
            call.Input,
            "EventSources",
            sources.Where(source => source.Name.StartsWith(prefix, StringComparison.Ordinal)),
            static source => source.Name,
            source => Shown(call.Tenant, source)
        );
    }

    private Task<JsonObject> ActivateAsync(ApiCall call) =>
        ChangeAsync(
            call,
            PartnerEventSourceRecord.PendingState,
            static source => source.Activated(),
            "has no event bus: make one of its name with EventSourceName"
        );

    private Task<JsonObject> DeactivateAsync(ApiCall call) =>
        ChangeAsync(call, PartnerEventSourceRecord.ActiveState, source => source.Pending(time.GetUtcNow()), null);

    private Task<JsonObject> ChangeAsync(
        ApiCall call,
        string from,
        Func<PartnerEventSourceRecord, PartnerEventSourceRecord> change,
        string? withoutBus
    )
    {
        var name = call.Input.Required("Name");
        return store.ChangeAsync(
            call.Group,
            async (transaction, cancellation) =>
            {
                var source =
                    await store.FindAsync<PartnerEventSourceRecord>(transaction, call.Group, "", name, cancellation)
                    ?? throw Refusals.NoSource(name);
                if (source.State != from)
                {
                    throw Refusals.WrongState($"Event source {name} is {source.State}, not {from}.");
                }

                if (
                    withoutBus is not null
                    && await store.FindAsync<EventBusRecord>(transaction, call.Group, "", name, cancellation) is null
                )
                {
                    throw Refusals.WrongState($"Event source {name} {withoutBus}.");
                }

                await ResourceStore.PutAsync(transaction, call.Group, change(source), cancellation);
                return Answer.Empty;
            },
            call.Cancellation
        );
    }

    private static JsonObject Shown(BusTenant tenant, PartnerEventSourceRecord source) =>
        Answer.Of(
            ("Arn", Arns.EventSource(tenant, source.Name)),
            // The partner's name follows the prefix: aws.partner/PARTNER/…
            ("CreatedBy", source.Name.Split('/')[1]),
            ("CreationTime", Answer.Time(source.CreatedAt)),
            ("ExpirationTime", Answer.Time(source.ExpiresAt)),
            ("Name", source.Name),
            ("State", source.State)
        );
}
