using System.Net.Http.Headers;
using System.Text.Json;
using Sidetone.Importing;
using Sidetone.Simulation;
using Sidetone.Tailing;
using Sidetone.Tests.Serving;

namespace Sidetone.Chaos.Tests;

/// <summary>Kills a server under load again and again, lets everything end, and then looks for what is missing.</summary>
/// <remarks>
/// <code>
///  rounds × ( start ──▶ load ──▶ SIGKILL at a random moment )──▶ start ──▶ all acknowledged, closed, delivered ──▶ verdict
/// </code>
/// </remarks>
internal sealed class ChaosRun(ChaosStore store, int rounds, long seedNumber)
{
    private static readonly TimeSpan s_settleTime = TimeSpan.FromMinutes(1);

    private readonly SeededRandom _seed = new(unchecked((ulong)seedNumber));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Runs; what it saw, in one line. Fails with everything that was wrong.</summary>
    public async Task<string> RunAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        await store.CreateAsync();
        using var senders = new ChaosSenders(store.Group.IngestKey, _seed);
        var sending = senders.RunAsync(Stop);
        var random = _seed.Fork("kills");
        for (var round = 0; round < rounds; round++)
        {
            using var server = KillableServer.Start(store);
            await LoadAsync(server, senders, random);
            if (store.Aws is { } aws)
            {
                await AwsChaos.UntilSendingAsync(aws, random, Stop);
            }

            senders.Address = null;
            server.Kill();
        }

        using var last = KillableServer.Start(store);
        senders.Address = await last.ListeningAsync();
        senders.Finish();
        store.Aws?.Behave();
        if (!await Eventually.TryAsync(() => Task.FromResult(sending.IsCompleted), s_settleTime))
        {
            Assert.Fail($"Seed {seedNumber}, {rounds} kills: not everything was acknowledged at last.\n{last.Output}");
        }

        await sending;
        // What is not there by then is missing, and the verdict says what it is.
        await Eventually.TryAsync(() => IsSettledAsync(senders.Calls.Count), s_settleTime);

        using var reader = Reader(senders.Address);
        var events = await ReadBusAsync(senders.Address);
        var verdict = new ChaosVerdict(store.Group.Group);
        var details = events
            .DistinctBy(sent => sent.Id)
            .ToDictionary(sent => sent.Id, sent => sent.Detail, StringComparer.Ordinal);
        foreach (var call in senders.Calls)
        {
            verdict.Judge(call, await FindAsync(reader, call.Contact), details);
            verdict.JudgeIssue(call, details);
        }

        var code = await last.StopAsync();
        var faults = senders.Faults.Concat(verdict.Faults).ToList();
        var lines = await JudgeStreamsAsync(events.Select(sent => sent.Id).ToArray(), verdict.Expected, faults);
        Add(faults, code == 0, $"The server ended with {code}.");
        var inAws = store.Aws is null ? "" : AwsChaos.Judge(store.Aws, verdict.Expected, details, faults);
        Assert.True(faults.Count == 0, $"Seed {seedNumber}, {rounds} kills: {Said(faults)}\n{last.Output}");
        return $"{rounds} kills with seed {seedNumber}: {senders.Acknowledged} batches acknowledged "
            + $"({senders.Repeated} of them repeats), {senders.Calls.Count} calls closed ({verdict.Complete} with all "
            + $"batches in their events, {verdict.Partial} before their last one), {events.Count} events on the bus, "
            + $"{lines} lines in the file{inAws}; lost 0, invented 0; "
            + $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s.";
    }

    /// <summary>Lets the server work until the moment of its end.</summary>
    private static async Task LoadAsync(KillableServer server, ChaosSenders senders, SeededRandom random)
    {
        if (random.Chance(0.1))
        {
            // While it starts: migrations, recovery of the write-ahead log, what was left claimed.
            await Task.Delay(TimeSpan.FromMilliseconds(random.Below(1_200)), TimeProvider.System, Stop);
            return;
        }

        senders.Address = await server.ListeningAsync();
        await senders.WaitForAsync(1 + random.Below(150), TimeSpan.FromSeconds(10), Stop);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Below(25)), TimeProvider.System, Stop);
    }

    private const string Unrouted = """
        SELECT count(*) FROM bus_head h LEFT JOIN bus_route r ON r.group_id = h.group_id
        WHERE h.position > COALESCE(r.position, 0)
        """;

    private async Task<bool> IsSettledAsync(int calls) =>
        await store.NumberAsync("SELECT count(*) FROM closed_call") >= calls
        && await store.NumberAsync("SELECT count(*) FROM log_batch") == 0
        && await store.NumberAsync("SELECT count(*) FROM outbox_delivery WHERE state < 2") == 0
        && await store.NumberAsync(Unrouted) == 0
        && await store.NumberAsync("SELECT count(*) FROM bus_invocation WHERE state < 2") == 0;

    private HttpClient Reader(Uri server)
    {
        var http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", store.Group.ReadKey);
        return http;
    }

    private static async Task<JsonElement?> FindAsync(HttpClient http, string contact)
    {
        var text = await http.GetStringAsync(new Uri($"/v1/calls/{contact}", UriKind.Relative), Stop);
        var calls = JsonDocument.Parse(text).RootElement.GetProperty("calls");
        return calls.GetArrayLength() == 1 ? calls[0] : null;
    }

    /// <summary>The group's whole stream of events, to the last position.</summary>
    private async Task<List<(string Id, string Detail)>> ReadBusAsync(Uri server)
    {
        var last = await store.NumberAsync("SELECT coalesce(max(position), 0) FROM bus_head");
        var delays = new RetryDelays(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), _seed.Fork("delays"));
        using var stream = new EventStream(server, store.Group.ReadKey, after: "0", delays, TimeProvider.System);
        var events = new List<(string Id, string Detail)>();
        if (last == 0)
        {
            return events;
        }

        await foreach (var sent in stream.FollowAsync(Stop))
        {
            using var envelope = JsonDocument.Parse(sent.Json);
            events.Add(
                (
                    envelope.RootElement.GetProperty("id").GetString() ?? "",
                    envelope.RootElement.GetProperty("detail").GetRawText()
                )
            );
            if (sent.Id == last.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                break;
            }
        }

        return events;
    }

    /// <summary>Judges bus, file and store as a whole; how many lines the file has.</summary>
    private async Task<int> JudgeStreamsAsync(string[] onBus, IReadOnlySet<string> expected, List<string> faults)
    {
        var twice = onBus.GroupBy(id => id).Count(same => same.Count() > 1);
        Add(faults, twice == 0, $"{twice} events are on the bus more than once.");
        var invented = onBus.Count(id => !expected.Contains(id));
        Add(faults, invented == 0, $"{invented} events on the bus belong to nothing.");

        var text = await File.ReadAllTextAsync(store.EventFile, Stop);
        Add(faults, text.EndsWith('\n'), "The file's last line is not whole.");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var inFile = lines.Select(IdOf).ToHashSet(StringComparer.Ordinal);
        Add(faults, inFile.SetEquals(expected), $"The file holds {inFile.Count} events, not {expected.Count}.");

        await JudgeRuleAsync(expected, faults);
        if (store.IsEmbedded)
        {
            var integrity = await store.ScalarAsync("PRAGMA integrity_check");
            Add(faults, integrity is "ok", $"The store is damaged: {integrity}");
        }

        var aside = await store.NumberAsync("SELECT count(*) FROM outbox_delivery WHERE state <> 2");
        Add(faults, aside == 0, $"{aside} deliveries are not done.");
        return lines.Length;

        string IdOf(string line)
        {
            try
            {
                using var envelope = JsonDocument.Parse(line);
                return envelope.RootElement.GetProperty("id").GetString() ?? "";
            }
            catch (JsonException)
            {
                faults.Add($"The file has a line that is not whole: {line}");
                return "";
            }
        }
    }

    /// <summary>Judges what a rule's target and an archive of the bus have of its events.</summary>
    private async Task JudgeRuleAsync(IReadOnlySet<string> expected, List<string> faults)
    {
        var lines = await File.ReadAllLinesAsync(store.RuleFile, Stop);
        var ids = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString() ?? "");
        var invoked = ids.ToHashSet(StringComparer.Ordinal);
        Add(
            faults,
            invoked.SetEquals(expected),
            $"The rule's file holds {invoked.Count} events, not {expected.Count}."
        );
        var failed = await store.NumberAsync("SELECT count(*) FROM bus_invocation");
        Add(faults, failed == 0, $"{failed} invocations are left.");

        // Routed once: each event stands in the archive, and in its count, a single time.
        var archived = await store.NumberAsync("SELECT count(DISTINCT event_id) FROM bus_archive_event");
        var rows = await store.NumberAsync("SELECT count(*) FROM bus_archive_event");
        var counted = await store.NumberAsync("SELECT coalesce(sum(events), 0) FROM bus_archive_size");
        Add(
            faults,
            archived == expected.Count && rows == expected.Count && counted == expected.Count,
            $"The archive holds {rows} rows of {archived} events and counts {counted}, not {expected.Count}."
        );
    }

    private static void Add(List<string> faults, bool holds, string otherwise)
    {
        if (!holds)
        {
            faults.Add(otherwise);
        }
    }

    private static string Said(List<string> faults) =>
        $"{faults.Count} faults.\n{string.Join('\n', faults.Take(10).Select(fault => fault[..Math.Min(fault.Length, 2_000)]))}";
}
