using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Schedules;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>heartbeat list</c> and <c>heartbeat remove</c>.</summary>
internal static class HeartbeatListCommand
{
    public static Command Create()
    {
        var group = StoreCommand.Group();
        return StoreCommand.Create(
            "list",
            "List a group's test calls.",
            [group],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var all = await store.Heartbeats().ListAsync(found.Id, store.Cancellation);
                if (store.Json)
                {
                    StoredHeartbeats.Print(new JsonArray([.. all.Select(HeartbeatJson.Of)]));
                    return;
                }

                Print(all);
            }
        );
    }

    public static Command Remove()
    {
        var group = StoreCommand.Group();
        var name = StoredHeartbeats.Name();
        return StoreCommand.Create(
            "remove",
            "Remove a test call; what it gave stays for a while.",
            [group, name],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var heartbeat = await store.HeartbeatAsync(found.Id, parsed.GetRequiredValue(name));
                await store.Heartbeats().RemoveAsync(found.Id, heartbeat.Id, store.Cancellation);
                Terminal.Error.WriteLine($"Heartbeat {heartbeat.Definition.Name} is removed.");
            }
        );
    }

    private static void Print(IReadOnlyList<StoredHeartbeat> all)
    {
        var table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("Name", "Calls", "Schedule", "Next (UTC)", "Receiver", "Id");
        foreach (var heartbeat in all)
        {
            var definition = heartbeat.Definition;
            table.AddRow(
                new Text(definition.Name),
                new Text(definition.To),
                new Text(definition.Enabled ? ScheduleOf(definition) : "switched off"),
                new Text(heartbeat.Next?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? ""),
                new Text(definition.Receiver.AgentType),
                new Text(heartbeat.Id.ToString())
            );
        }

        Terminal.Results.Write(table);
    }

    private static string ScheduleOf(HeartbeatDefinition definition) =>
        definition.Schedule switch
        {
            CronSchedule cron => $"{cron.Expression} ({cron.Zone.Id})",
            IntervalSchedule interval => $"every {interval.Every}",
            _ => "on demand",
        };
}
