using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.EventBridge;

namespace Sidetone.Cli.Commands;

/// <summary><c>destination partner</c>: the partner event source in a customer's account, for registered partners.</summary>
internal static class DestinationPartnerCommand
{
    public static Command Create() =>
        new("partner", "Make, watch and remove the partner event source of a destination, for registered partners.")
        {
            Make(
                "create",
                "Make the partner event source in the customer's account. Events wait until the customer makes an "
                    + "event bus of it.",
                async (sources, record, store) =>
                {
                    var arn = await sources.CreateAsync(record, store.Cancellation);
                    Print(store, record, "made", arn, $"{record.Source} is made: {arn}");
                }
            ),
            Make(
                "status",
                "Show whether the customer has made an event bus of it.",
                async (sources, record, store) =>
                {
                    var finding = await sources.StatusAsync(record, store.Cancellation);
                    Print(store, record, finding.IsReady ? "active" : "waiting", finding.Said, finding.Said);
                }
            ),
            Make(
                "remove",
                "Remove it from the customer's account: the bus that was made of it gets nothing any more.",
                async (sources, record, store) =>
                {
                    await sources.RemoveAsync(record, store.Cancellation);
                    Print(store, record, "removed", "", $"{record.Source} is removed.");
                }
            ),
        };

    private static Command Make(
        string name,
        string description,
        Func<PartnerEventSources, DestinationRecord, StoreSession, Task> run
    )
    {
        var group = StoreCommand.Group();
        var destination = StoredDestinations.Name();
        var allowPrivate = StoredDestinations.AllowPrivate();
        return StoreCommand.Create(
            name,
            description,
            [group, destination, allowPrivate],
            async (parsed, store) =>
            {
                var record = await store.DestinationAsync(
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(destination)
                );
                using var sources = new PartnerEventSources(
                    StoredDestinations.Policy(parsed.GetValue(allowPrivate)),
                    TimeProvider.System
                );
                try
                {
                    await run(sources, record, store);
                }
                catch (Exception refused) when (refused is DestinationSettingsException or PartnerEventSourceException)
                {
                    throw new CommandFailure(refused.Message);
                }
            }
        );
    }

    private static void Print(StoreSession store, DestinationRecord record, string state, string said, string text) =>
        Terminal.Out.WriteLine(
            store.Json
                ? new JsonObject
                {
                    ["source"] = record.Source,
                    ["state"] = state,
                    ["said"] = said,
                }.ToJsonString(JsonText.Plain)
                : text
        );
}
