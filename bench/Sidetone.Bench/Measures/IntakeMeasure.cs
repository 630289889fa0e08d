using System.Diagnostics;
using Sidetone.Bench.Load;
using Sidetone.Bench.Server;

namespace Sidetone.Bench.Measures;

/// <summary>Durable intake beside the same executable that authenticates, decompresses and discards.</summary>
/// <remarks>
/// Both servers run all the time and take the same bodies in turns, round by round, so that what else the machine does
/// meets both. The generator shares the machine's cores with the server; processor time of the server alone is therefore
/// given beside the rate.
/// </remarks>
internal static class IntakeMeasure
{
    private const int SamplesPerBatch = 10;
    private const int Templates = 16;
    private static int s_run;

    public static async Task RunAsync(BenchSettings settings, IntakeLoad load)
    {
        var templates = TemplateCall.Simulate(Templates, load.BatchesPerCall);
        await using var durable = await BenchServer.StartAsync(settings, "durable");
        await using var discarding = await BenchServer.StartAsync(settings, "discarding", ("Intake__Discard", "true"));
        Console.WriteLine(
            $"intake: {load.Connections} connections, {load.Requests:N0} batches a round, {load.Rounds} rounds; a batch has "
                + $"{SamplesPerBatch} samples in {templates.Average(call => call.MeanBytes):N0} bytes of JSON, a call "
                + $"{load.BatchesPerCall} batches"
        );
        foreach (var gzip in new[] { false, true })
        {
            await MeasureAsync(durable, discarding, templates, load, gzip);
        }

        Console.WriteLine(
            $"yardstick: Utf8JsonReader {Yardstick.MegabytesPerSecond(templates):N0} MB/s over the batches"
        );
    }

    /// <summary>Writes what intake is measured with: every call's batches, a line each, with ids of their own.</summary>
    public static void WriteBatches(string file)
    {
        using var output = File.Create(file);
        foreach (var (index, call) in TemplateCall.Simulate(Templates, batches: 30).Index())
        {
            for (var sequence = 0; sequence < call.Count; sequence++)
            {
                output.Write(call.Batch(sequence, (uint)index));
                output.Write("\n"u8);
            }
        }
    }

    private static async Task MeasureAsync(
        BenchServer durable,
        BenchServer discarding,
        TemplateCall[] templates,
        IntakeLoad load,
        bool gzip
    )
    {
        var coding = gzip ? "gzip " : "plain";
        // The runtime compiles what is hot a second time, with what it saw; that belongs to no batch.
        for (var round = 0; round < load.WarmUpRounds; round++)
        {
            s_run++;
            await RoundAsync(durable, templates, load, gzip, s_run);
            await RoundAsync(discarding, templates, load, gzip, s_run);
        }

        var rounds = new List<(Round Kept, Round Dropped)>();
        for (var number = 0; number < load.Rounds; number++)
        {
            s_run++;
            // In turns, so that neither always follows the other.
            var (kept, dropped) = (default(Round), default(Round));
            if (number % 2 == 0)
            {
                dropped = await RoundAsync(discarding, templates, load, gzip, s_run);
            }

            kept = await RoundAsync(durable, templates, load, gzip, s_run);
            if (number % 2 != 0)
            {
                dropped = await RoundAsync(discarding, templates, load, gzip, s_run);
            }

            rounds.Add((kept, dropped));
            Console.WriteLine(
                $"  {coding} round {number + 1}: discarding {dropped.Rate, 7:N0}/s {dropped.CpuMicros, 5:N1} us CPU   "
                    + $"durable {kept.Rate, 7:N0}/s {kept.CpuMicros, 5:N1} us CPU   "
                    + $"ratio {kept.Rate / dropped.Rate:N2}, of CPU {dropped.CpuMicros / kept.CpuMicros:N2}"
            );
        }

        var cpu = Median(rounds.Select(round => round.Kept.CpuMicros));
        Console.WriteLine(
            $"intake {coding}: durable {Median(rounds.Select(round => round.Kept.Rate)):N0} batches/s beside discarding "
                + $"{Median(rounds.Select(round => round.Dropped.Rate)):N0}: ratio "
                + $"{Median(rounds.Select(round => round.Kept.Rate / round.Dropped.Rate)):N2}, of server CPU "
                + $"{Median(rounds.Select(round => round.Dropped.CpuMicros / round.Kept.CpuMicros)):N2}; "
                + $"{cpu:N1} us CPU a batch, {SamplesPerBatch / cpu * 1e6:N0} samples per CPU-second"
        );
    }

    private static async Task<Round> RoundAsync(
        BenchServer server,
        TemplateCall[] templates,
        IntakeLoad load,
        bool gzip,
        int run
    )
    {
        var each = load.Requests / load.Connections;
        var requests = Requests.PerConnection(templates, server.Keys.Ingest, gzip, load.Connections, each, run);
        GC.Collect();
        var cpu = server.Figures.CpuSeconds;
        var started = Stopwatch.GetTimestamp();
        await LoadConnection.SendAllAsync(server.Address, requests);
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = server.Figures.CpuSeconds - cpu;
        double count = each * load.Connections;
        return new Round(count / took, cpu / count * 1e6);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private readonly record struct Round(double Rate, double CpuMicros);
}

/// <summary>How intake is loaded.</summary>
internal sealed record IntakeLoad(int Connections, int Requests, int WarmUpRounds, int Rounds, int BatchesPerCall);
