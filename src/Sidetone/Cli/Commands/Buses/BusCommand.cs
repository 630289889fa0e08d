using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Buses;

/// <summary><c>bus</c>: the common things about a group's event buses, in the store of a server that may be running.</summary>
/// <remarks>Everything else is done with AWS's own tools; these make short what is long there.</remarks>
internal static class BusCommand
{
    public static Command Create() =>
        new("bus", "Event buses of a group: list and make them, add rules, put events, make keys for AWS tools.")
        {
            List(),
            CreateBus(),
            BusRuleCommand.Create(),
            BusRuleCommand.List(),
            BusPutCommand.Create(),
            BusKeyCommand.Create(),
        };

    private static Command List()
    {
        var group = StoreCommand.Group();
        var region = BusSession.Region();
        return StoreCommand.Create(
            "list",
            "List a group's buses.",
            [group, region],
            async (parsed, store) =>
            {
                var bus = await BusSession.OpenAsync(
                    store,
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(region)
                );
                Print(await bus.AllAsync("ListEventBuses", [], "EventBuses"), store.Json);
            }
        );
    }

    private static Command CreateBus()
    {
        var group = StoreCommand.Group();
        var region = BusSession.Region();
        var name = new Argument<string>("NAME") { Description = "The bus's name." };
        return StoreCommand.Create(
            "create",
            "Make a bus.",
            [group, name, region],
            async (parsed, store) =>
            {
                var bus = await BusSession.OpenAsync(
                    store,
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(region)
                );
                var made = await bus.RunAsync(
                    "CreateEventBus",
                    new JsonObject { ["Name"] = parsed.GetRequiredValue(name) }
                );
                Terminal.Out.WriteLine(
                    store.Json ? made.ToJsonString(JsonText.Plain) : BusSession.Text(made, "EventBusArn")
                );
            }
        );
    }

    private static void Print(JsonArray buses, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(buses.ToJsonString(JsonText.Plain));
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("Name", "Description");
        foreach (var bus in buses)
        {
            table.AddRow(new Text(BusSession.Text(bus, "Name")), new Text(BusSession.Text(bus, "Description")));
        }

        Terminal.Results.Write(table);
    }
}
