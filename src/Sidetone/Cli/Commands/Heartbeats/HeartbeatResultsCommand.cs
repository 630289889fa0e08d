using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Scores;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>heartbeat results</c>: what the calls gave, the newest first.</summary>
internal static class HeartbeatResultsCommand
{
    public static Command Create()
    {
        var group = StoreCommand.Group();
        var name = new Argument<string?>("HEARTBEAT")
        {
            Description = "Only those of one heartbeat, by its name or id.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var max = SharedOptions.Count("--max", "How many at most.", 20);
        return StoreCommand.Create(
            "results",
            "Show what test calls gave, the newest first. A score without a value was not measured.",
            [group, name, max],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                Guid? heartbeat = parsed.GetValue(name) is { } of
                    ? (await store.HeartbeatAsync(found.Id, of)).Id
                    : null;
                var jobs = await store
                    .Jobs()
                    .ListAsync(found.Id, heartbeat, before: null, parsed.GetValue(max), store.Cancellation);
                if (store.Json)
                {
                    StoredHeartbeats.Print(new JsonArray([.. jobs.Select(job => HeartbeatJson.Of(job))]));
                    return;
                }

                Print(jobs);
            }
        );
    }

    private static void Print(IReadOnlyList<HeartbeatJob> jobs)
    {
        var table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("Made (UTC)", "Heartbeat", "Status", "Agent", "Customer", "Network", "Why", "Job");
        foreach (var job in jobs)
        {
            table.AddRow(
                new Text(job.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
                new Text(job.Definition.Name),
                new Text(job.Slots > 1 ? $"{job.Status} ({job.Slots} slots)" : job.Status),
                new Text(Written(job.Scores.Ax)),
                new Text(Written(job.Scores.Cx)),
                new Text(Written(job.Scores.Network)),
                new Text(job.Reason),
                new Text(job.Id.ToString())
            );
        }

        Terminal.Results.Write(table);
    }

    private static string Written(Score score) => score.Measured?.ToString("0.0", CultureInfo.InvariantCulture) ?? "–";
}
