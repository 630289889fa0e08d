using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Sidetone.Bench.Load;
using Sidetone.Bench.Server;
using Sidetone.Importing;
using Sidetone.Simulation;
using Sidetone.Tailing;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Bench.Measures;

/// <summary>How long after a call's end its CallSummary stands on the bus, while many calls end.</summary>
/// <remarks>
/// The clock starts before the batch that says <c>ended</c> is sent and stops when the event arrives on the event stream:
/// commit, closing, summary, outbox, delivery and the stream lie between. All other batches of the calls were sent before,
/// so there is nothing to wait for. Ends come at a steady rate, whatever the answers take.
/// </remarks>
internal static class EndsMeasure
{
    private const int Senders = 32;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly RetryDelays s_delays = new(
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(5),
        SeededRandom.FromClock(TimeProvider.System)
    );

    public static async Task RunAsync(BenchSettings settings, int rate, int seconds, int minutes)
    {
        await using var server = await BenchServer.StartAsync(settings, "ends");

        // Ends of these first warm the way; they are not counted.
        var warm = await PrepareAsync(server, rate * 5, minutes, seed: 1);
        await EndAsync(server, warm, rate);
        var calls = await PrepareAsync(server, rate * seconds, minutes, seed: 2);
        var cpu = server.Figures.CpuSeconds;
        var started = Stopwatch.GetTimestamp();
        var times = await EndAsync(server, calls, rate);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = server.Figures.CpuSeconds - cpu;
        Array.Sort(times);
        Console.WriteLine(
            $"ends: {calls.Count:N0} calls of {minutes} minutes, {rate} ending per second: end to event p50 "
                + $"{At(times, 0.5):N0} ms, p90 {At(times, 0.9):N0} ms, p99 {At(times, 0.99):N0} ms, max {times[^1]:N0} ms; "
                + $"{calls.Count / took:N0} per second over all, {cpu / calls.Count * 1000:N2} ms CPU a call"
        );
    }

    private static double At(double[] sorted, double part) => sorted[(int)Math.Ceiling(sorted.Length * part) - 1];

    /// <summary>Sends all but the last batch of calls; gives the requests that end them, by contact.</summary>
    private static async Task<IReadOnlyList<(string Contact, byte[] End)>> PrepareAsync(
        BenchServer server,
        int calls,
        int minutes,
        int seed
    )
    {
        var length = TimeSpan.FromMinutes(minutes);
        var plans = Workforce.Plan(
            new WorkforceSettings
            {
                Agents = calls,
                Calls = calls,
                Seed = seed,
                Start = DateTimeOffset.UtcNow - length - TimeSpan.FromMinutes(1),
                Connected = length,
            }
        );
        var ends = new ConcurrentBag<(string, byte[])>();
        await Parallel.ForEachAsync(
            plans,
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (plan, _) =>
            {
                using var connection = await LoadConnection.OpenAsync(server.Address);
                foreach (var timed in new SimulatedCall(plan).Play())
                {
                    var request = Requests.Post(BatchWriter.ToUtf8(timed.Batch), server.Keys.Ingest, gzip: false);
                    if (timed.Batch.Happenings.Any(happening => happening.Type == HappeningType.Ended))
                    {
                        ends.Add((timed.Batch.ContactId, request));
                    }
                    else
                    {
                        await connection.SendAsync(request);
                    }
                }
            }
        );
        return [.. ends];
    }

    /// <summary>Ends the calls at a rate; gives the milliseconds from each end to its event.</summary>
    private static async Task<double[]> EndAsync(
        BenchServer server,
        IReadOnlyList<(string Contact, byte[] End)> calls,
        int rate
    )
    {
        using var patience = new CancellationTokenSource(s_patience + TimeSpan.FromSeconds(calls.Count / rate));
        var sent = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var connected = new TaskCompletionSource();
        var arrivals = FollowAsync(server, sent, calls.Count, connected, patience.Token);
        await connected.Task.WaitAsync(patience.Token);
        var connections = await Task.WhenAll(
            Enumerable.Range(0, Senders).Select(_ => LoadConnection.OpenAsync(server.Address))
        );
        var free = new ConcurrentBag<LoadConnection>(connections);
        var begun = Stopwatch.GetTimestamp();
        var sending = new List<Task>();
        for (var i = 0; i < calls.Count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(begun);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, patience.Token);
            }

            sending.Add(SendAsync(calls[i]));
        }

        await Task.WhenAll(sending);
        var times = await arrivals;
        foreach (var connection in connections)
        {
            connection.Dispose();
        }

        return times;

        async Task SendAsync((string Contact, byte[] End) call)
        {
            sent[call.Contact] = Stopwatch.GetTimestamp();
            var connection = free.TryTake(out var idle) ? idle : await LoadConnection.OpenAsync(server.Address);
            await connection.SendAsync(call.End);
            free.Add(connection);
        }
    }

    private static async Task<double[]> FollowAsync(
        BenchServer server,
        ConcurrentDictionary<string, long> sent,
        int count,
        TaskCompletionSource connected,
        CancellationToken cancellation
    )
    {
        using var stream = new EventStream(server.Uri, server.Keys.Read, null, s_delays, TimeProvider.System)
        {
            OnConnected = () => connected.TrySetResult(),
        };
        var times = new List<double>(count);
        await foreach (var streamed in stream.FollowAsync(cancellation))
        {
            var arrived = Stopwatch.GetTimestamp();
            using var json = JsonDocument.Parse(streamed.Json);
            if (json.RootElement.GetProperty("detail-type").GetString() != "CallSummary")
            {
                continue;
            }

            var contact = json
                .RootElement.GetProperty("detail")
                .GetProperty("contact")
                .GetProperty("id")
                .GetProperty("current")
                .GetString()!;
            if (sent.TryGetValue(contact, out var at))
            {
                times.Add(Stopwatch.GetElapsedTime(at, arrived).TotalMilliseconds);
                if (times.Count == count)
                {
                    break;
                }
            }
        }

        return [.. times];
    }
}
