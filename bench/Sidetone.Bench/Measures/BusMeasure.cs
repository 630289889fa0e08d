using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Sidetone.Bench.Load;
using Sidetone.Bench.Server;
using Sidetone.Patterns;
using Sidetone.Patterns.Matching;

namespace Sidetone.Bench.Measures;

/// <summary>
/// The whole way of an event through the bus: <c>PutEvents</c>, a commit with fsync, its rules found, a line for each of them
/// in a file, with fsync. Beside it the same server that reads the same bodies and refuses the operation.
/// </summary>
internal static class BusMeasure
{
    private const string File = "matched.jsonl";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(BenchSettings settings, BusLoad load)
    {
        var folder = Path.Combine(settings.Folder, "bus-events");
        try
        {
            if (PatternData.Make("bus", folder, lots: false) is not { } data)
            {
                return;
            }

            JsonObject[] events =
            [
                .. data.Telemetry()
                    .Take(load.Events)
                    .Select(line => JsonNode.Parse(BusRequests.WithoutAws(Encoding.UTF8.GetString(line)))!.AsObject()),
            ];
            var bodies = BusRequests.Bodies(events);
            Console.WriteLine(
                $"bus: {load.Connections} connections, {events.Length:N0} events a round, {load.Rounds} rounds and one before; "
                    + $"10 events a request of {bodies.Average(body => body.Length):N0} bytes"
            );
            foreach (var count in load.Rules)
            {
                string[] rules = [.. data.TelemetryPatterns(count).Select(BusRequests.WithoutAws)];
                await MeasureAsync(settings, load, rules, events, bodies);
            }
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(
        BenchSettings settings,
        BusLoad load,
        string[] rules,
        JsonObject[] events,
        string[] bodies
    )
    {
        var expected = Matches(rules, events);
        await using var server = await BenchServer.StartAsync(
            settings,
            "bus",
            ("Bus__Limits__RulesPerBus", $"{rules.Length}")
        );
        await AddRulesAsync(server, rules, load.Connections);
        var rounds = new List<Round>();
        for (var number = 0; number <= load.Rounds; number++)
        {
            var refusing = BusRequests.Spread("NoOperation", bodies, load.Connections);
            var (refused, _) = await TimeAsync(
                server,
                () => LoadConnection.SendAllAsync(server.Address, refusing, status: 400)
            );
            var putting = BusRequests.Spread("PutEvents", bodies, load.Connections);
            var accepted = 0.0;
            var (cpu, wall) = await TimeAsync(
                server,
                async () =>
                {
                    var started = Stopwatch.GetTimestamp();
                    await LoadConnection.SendAllAsync(server.Address, putting, status: 200);
                    accepted = Stopwatch.GetElapsedTime(started).TotalSeconds;
                    await QuietAsync(server);
                }
            );
            await CheckAsync(server, (number + 1L) * events.Length, (number + 1) * expected);
            if (number > 0)
            {
                rounds.Add(new Round(accepted, wall, cpu, refused));
            }
        }

        // The least: what else the machine does only ever adds.
        var best = rounds.MinBy(round => round.Cpu);
        double put = events.Length;
        Console.WriteLine(
            $"bus {rules.Length:N0} rules: accepted {put / rounds.Min(round => round.Accepted):N0} events/s, all delivered "
                + $"{put / rounds.Min(round => round.Wall):N0}/s; {put / best.Cpu:N0} events per CPU-second "
                + $"({best.Cpu / put * 1e6:N0} us an event, rounds {string.Join(" ", rounds.Select(round => $"{round.Cpu / put * 1e6:N0}"))}); "
                + $"{expected:N0} matched and delivered a round ({expected / put:N2} an event); ratio of CPU to refusing "
                + $"{rounds.Min(round => round.Refused) / best.Cpu:N2}"
        );
    }

    private static async Task<(double Cpu, double Wall)> TimeAsync(BenchServer server, Func<Task> work)
    {
        var cpu = server.Figures.CpuSeconds;
        var started = Stopwatch.GetTimestamp();
        await work();
        return (server.Figures.CpuSeconds - cpu, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static long Matches(string[] rules, JsonObject[] events)
    {
        var index = new PatternIndex<int>();
        foreach (var (number, rule) in rules.Index())
        {
            index.Add(number, EventPattern.Parse(rule));
        }

        var found = new MatchBuffer<int>();
        var matches = 0L;
        foreach (var each in events)
        {
            index.Match(Encoding.UTF8.GetBytes(each.ToJsonString()), found);
            matches += found.Count;
        }

        return matches;
    }

    private static async Task AddRulesAsync(BenchServer server, string[] rules, int connections)
    {
        string[] puts =
        [
            .. rules.Select((rule, i) => new JsonObject { ["Name"] = $"r{i}", ["EventPattern"] = rule }.ToJsonString()),
        ];
        string[] targets =
        [
            .. rules.Select(
                (_, i) =>
                    $$"""{"Rule":"r{{i}}","Targets":[{"Id":"1","Arn":"arn:sidetone:bus:us-east-1:000000000000:file/{{File}}"}]}"""
            ),
        ];
        await LoadConnection.SendAllAsync(
            server.Address,
            BusRequests.Spread("PutRule", puts, connections),
            status: 200
        );
        await LoadConnection.SendAllAsync(
            server.Address,
            BusRequests.Spread("PutTargets", targets, connections),
            status: 200
        );
    }

    /// <summary>Waits until every event is routed and no invocation is left.</summary>
    private static async Task QuietAsync(BenchServer server)
    {
        using var patience = new CancellationTokenSource(s_patience);
        const string IsQuiet = """
            SELECT NOT EXISTS (SELECT 1 FROM bus_invocation) AND NOT EXISTS (SELECT 1 FROM bus_head h
                LEFT JOIN bus_route r ON r.group_id = h.group_id WHERE h.position > COALESCE(r.position, 0))
            """;
        while (await AskAsync(server, IsQuiet) != 1)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task CheckAsync(BenchServer server, long accepted, long delivered)
    {
        var path = Directory.EnumerateFiles(server.Folder.FullName, File, SearchOption.AllDirectories).FirstOrDefault();
        var lines = path is null ? 0 : System.IO.File.ReadLines(path).LongCount();
        var events = await AskAsync(server, "SELECT count(*) FROM bus_event");
        if (lines != delivered || events != accepted)
        {
            throw new InvalidOperationException(
                $"{accepted} events were put and {events} are in the log; {delivered} matched and {lines} were delivered."
            );
        }
    }

    private static async Task<long> AskAsync(BenchServer server, string question)
    {
        await using var connection = new SqliteConnection($"Data Source={server.DatabaseFile};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private readonly record struct Round(double Accepted, double Wall, double Cpu, double Refused);
}

/// <summary>How the bus is loaded.</summary>
internal sealed record BusLoad(int Connections, int Events, int Rounds, int[] Rules);
