using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat;
using Sidetone.Heartbeat.Workflows;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>heartbeat workflow</c>: who is told when a test call goes wrong.</summary>
internal static class HeartbeatWorkflowCommand
{
    public static Command Create() =>
        new("workflow", "Workflows of a group: what a test call must give for an event or a webhook to be sent.")
        {
            Put(),
            List(),
            Remove(),
        };

    private static Command Put()
    {
        var group = StoreCommand.Group();
        var name = Name();
        var statuses = new Option<string[]>("--status")
        {
            HelpName = "STATUS",
            Description = "A bad status, such as Busy; may be given several times.",
            DefaultValueFactory = _ => [],
        };
        var ax = Below("--ax-below", "what the agent heard");
        var cx = Below("--cx-below", "what the customer heard");
        var network = Below("--network-below", "the network");
        var row = new Option<int?>("--in-a-row")
        {
            HelpName = "N",
            Description = "Only when so many are bad one after the other, once.",
        };
        var recovery = new Option<bool>("--on-recovery") { Description = "When it is good again after that, instead." };
        var webhook = new Option<string?>("--webhook")
        {
            HelpName = "URL",
            Description = "Also post the bare array there; the signing secret is shown once.",
        };
        var noEvent = new Option<bool>("--no-event") { Description = "Send no event to the group's destinations." };
        var file = StoredHeartbeats.File();
        return StoreCommand.Create(
            "put",
            "Add a workflow, or replace the one with its name. Heartbeats name the workflows that look at them.",
            [group, name, statuses, ax, cx, network, row, recovery, webhook, noEvent, file],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var trigger = new JsonObject
                {
                    ["statuses"] = new JsonArray([
                        .. parsed.GetRequiredValue(statuses).Select(each => JsonValue.Create(each)),
                    ]),
                    ["axBelow"] = parsed.GetValue(ax),
                    ["cxBelow"] = parsed.GetValue(cx),
                    ["networkBelow"] = parsed.GetValue(network),
                    ["inARow"] = parsed.GetValue(row),
                    ["onRecovery"] = parsed.GetValue(recovery),
                };
                var asked = new JsonObject
                {
                    ["name"] = parsed.GetRequiredValue(name),
                    ["trigger"] = trigger,
                    ["event"] = !parsed.GetValue(noEvent),
                    ["webhook"] = parsed.GetValue(webhook) is { } url ? new JsonObject { ["url"] = url } : null,
                };
                var json = parsed.GetValue(file) is { } from
                    ? Encoding.UTF8.GetString(await InputFile.ReadAsync(from, store.Cancellation))
                    : asked.ToJsonString();
                var request = WorkflowRequest.Parse(json, Guid.CreateVersion7());
                var stored = await WorkflowsEndpoint.PutAsync(
                    store.Workflows(),
                    found,
                    request,
                    TimeProvider.System,
                    store.Cancellation
                );
                Print(stored, store.Json);
            }
        );
    }

    private static Command List()
    {
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "list",
            "List a group's workflows.",
            [group],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var all = (await store.Workflows().ListAsync(found.Id, store.Cancellation)).Select(HeartbeatJson.Of);
                if (store.Json)
                {
                    StoredHeartbeats.Print(new JsonArray([.. all]));
                    return;
                }

                var table = new Table().Border(TableBorder.Minimal).AddColumns("Name", "Trigger", "Event", "Webhook");
                foreach (var workflow in all)
                {
                    table.AddRow(
                        new Text(workflow["name"]!.GetValue<string>()),
                        new Text(workflow["trigger"]!.ToJsonString(JsonText.Plain)),
                        new Text(workflow["event"]!.GetValue<bool>() ? "yes" : "no"),
                        new Text(workflow["webhook"] is null ? "no" : "yes")
                    );
                }

                Terminal.Results.Write(table);
            }
        );
    }

    private static Command Remove()
    {
        var group = StoreCommand.Group();
        var name = Name();
        return StoreCommand.Create(
            "remove",
            "Remove a workflow and its webhook.",
            [group, name],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var workflow = parsed.GetRequiredValue(name);
                if (!await store.Workflows().RemoveAsync(found.Id, workflow, store.Cancellation))
                {
                    throw new CommandFailure($"Group '{found.Name}' has no workflow '{workflow}'.");
                }
            }
        );
    }

    private static void Print(JsonObject stored, bool json)
    {
        if (json)
        {
            StoredHeartbeats.Print(stored);
            return;
        }

        Terminal.Error.WriteLine(
            $"Workflow {stored["name"]} is stored; heartbeats that name it are looked at from now on."
        );
        if (stored["signingSecret"] is { } secret)
        {
            Terminal.Out.WriteLine(secret.GetValue<string>());
            Terminal.Error.WriteLine("This signing secret is shown once; give it to the receiver.");
        }
    }

    private static Argument<string> Name() => new("NAME") { Description = "The workflow's name." };

    private static Option<double?> Below(string name, string what) =>
        new(name) { HelpName = "SCORE", Description = $"Bad when the measured score of {what} is less, 1 to 10." };
}
