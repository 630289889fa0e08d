using Sidetone.Bench.Load;
using Sidetone.Bench.Server;
using Sidetone.Simulation;
using Sidetone.Telemetry.Wire;

namespace Sidetone.Bench.Measures;

/// <summary>Bytes per stored sample once calls are closed and their events delivered to the built-in bus.</summary>
internal static class StorageMeasure
{
    private const int Connections = 16;

    public static async Task RunAsync(BenchSettings settings, int samples, int[] minutes)
    {
        await using var none = await BenchServer.StartAsync(settings, "empty");
        await none.StopAsync();
        var empty = StorageFigures.UsedBytes(none.DatabaseFile);
        foreach (var length in minutes)
        {
            await MeasureAsync(settings, empty, length, Math.Max(16, samples / (length * 60)));
        }
    }

    private static async Task MeasureAsync(BenchSettings settings, long empty, int minutes, int calls)
    {
        await using var server = await BenchServer.StartAsync(settings, $"calls-of-{minutes}");
        var length = TimeSpan.FromMinutes(minutes);
        var plans = Workforce.Plan(
            new WorkforceSettings
            {
                Agents = calls,
                Calls = calls,
                Seed = 7,
                Start = DateTimeOffset.UtcNow - length - TimeSpan.FromMinutes(5),
                Connected = length,
            }
        );
        var samples = 0;
        await Parallel.ForEachAsync(
            plans,
            new ParallelOptions { MaxDegreeOfParallelism = Connections },
            async (plan, _) =>
            {
                using var connection = await LoadConnection.OpenAsync(server.Address);
                foreach (var timed in new SimulatedCall(plan).Play())
                {
                    Interlocked.Add(ref samples, StorageFigures.SamplesOf(timed.Batch));
                    var body = BatchWriter.ToUtf8(timed.Batch);
                    await connection.SendAsync(Requests.Post(body, server.Keys.Ingest, gzip: false));
                }
            }
        );
        await Closed.WaitAsync(server, calls);
        await server.StopAsync();
        Print(server, empty, minutes, calls, samples);
    }

    private static void Print(BenchServer server, long empty, int minutes, int calls, int samples)
    {
        var used = StorageFigures.UsedBytes(server.DatabaseFile) - empty;
        var file = server.DatabaseFile;
        var recordings = StorageFigures.Content(file, "SELECT sum(length(recording)) FROM closed_call");
        var summaries = StorageFigures.Content(file, "SELECT sum(length(summary) + length(insights)) FROM closed_call");
        var details = StorageFigures.Content(file, "SELECT sum(length(detail)) FROM outbox_event");
        var envelopes = StorageFigures.Content(file, "SELECT sum(length(envelope)) FROM bus_event");
        Console.WriteLine(
            $"storage of {calls:N0} calls of {minutes} minutes, {samples:N0} samples: {(double)used / samples:N1} bytes per "
                + $"sample; contents per sample: recordings {(double)recordings / samples:N1}, summaries "
                + $"{(double)summaries / samples:N1}, outbox {(double)details / samples:N1}, bus "
                + $"{(double)envelopes / samples:N1}"
        );
        foreach (var (name, bytes) in StorageFigures.ByTable(file).Take(10))
        {
            Console.WriteLine($"  {name, -40} {(double)bytes / samples, 6:N1} bytes per sample");
        }
    }
}
