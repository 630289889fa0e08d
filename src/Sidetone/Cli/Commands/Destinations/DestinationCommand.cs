using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Cli.Commands.Heartbeats;
using Sidetone.Delivery.Destinations;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Destinations;

/// <summary><c>destination</c>: where else a group's events go, beside its own bus.</summary>
internal static class DestinationCommand
{
    public static Command Create() =>
        new("destination", "Say where a group's events go, beside its own bus. A running server follows by itself.")
        {
            DestinationAddCommand.Create(),
            DestinationTestCommand.Create(),
            DestinationPartnerCommand.Create(),
            List(),
            Remove(),
        };

    private static Command List()
    {
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "list",
            "List where a group's events go.",
            [group],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                Print(await store.Destinations().ListAsync(found.Id, store.Cancellation), store.Json);
            }
        );
    }

    private static Command Remove()
    {
        var group = StoreCommand.Group();
        var name = StoredDestinations.Name();
        return StoreCommand.Create(
            "remove",
            "Send nothing there any more; what waits is set aside.",
            [group, name],
            async (parsed, store) =>
            {
                var destination = await store.DestinationAsync(
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(name)
                );
                await RequireFreeAsync(store, destination);
                await store.Destinations().RemoveAsync(destination.Id, store.Cancellation);
                Terminal.Error.WriteLine($"Destination {destination.Name} is removed.");
            }
        );
    }

    // A workflow of test calls would go on naming it, and post nowhere.
    private static async Task RequireFreeAsync(StoreSession store, DestinationRecord destination)
    {
        var workflows = await store.Workflows().ListAsync(destination.Group, store.Cancellation);
        if (workflows.FirstOrDefault(each => each.Webhook == destination.Id) is { } user)
        {
            throw new CommandFailure(
                $"Destination {destination.Name} is the webhook of the heartbeat workflow '{user.Name}'. "
                    + "Put the workflow again without --webhook, or remove it: 'sidetone heartbeat workflow remove'."
            );
        }
    }

    private static void Print(IReadOnlyList<DestinationRecord> destinations, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(
                new JsonArray([.. destinations.Select(StoredDestinations.Json)]).ToJsonString(JsonText.Plain)
            );
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("Name", "Kind", "Settings", "Source");
        foreach (var each in destinations)
        {
            table.AddRow(Markup.Escape(each.Name), each.Kind, Markup.Escape(each.Settings), Markup.Escape(each.Source));
        }

        Terminal.Results.Write(table);
    }
}
