using System.Diagnostics;
using Sidetone.Calls;
using Sidetone.Simulation;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Bench.Measures;

/// <summary>The summary of a closed call from its packed recording, and of an open one from its log.</summary>
internal static class SummaryMeasure
{
    private static readonly CallIdentity s_call = new(Guid.Empty, "Bench", "contact", "agent");
    private static readonly CallSettings s_settings = new();

    public static void Run(int minutes, int repeats)
    {
        foreach (var profile in new[] { "clean", "bad-wifi" })
        {
            var batches = Batches(profile, minutes);
            var log = batches.Select(batch => (Body: BatchCodec.Encode(batch, out var hash), Hash: hash)).ToArray();
            var recording = RecordingCodec.Pack(FromLog(log));
            var samples = batches.Sum(StorageFigures.SamplesOf);
            Console.WriteLine(
                $"summary of a {minutes}-minute call ({profile}), {samples:N0} samples: from its recording of "
                    + $"{recording.Length:N0} bytes {Time(repeats, () => Summarize(RecordingCodec.Unpack(recording)))}; "
                    + $"unpacking alone {Time(repeats, () => RecordingCodec.Unpack(recording))}; from the {log.Length} batches "
                    + $"of the open log {Time(repeats, () => Summarize(FromLog(log)))}; packing the recording "
                    + Time(repeats / 4, () => RecordingCodec.Pack(FromLog(log)))
            );
        }
    }

    private static IReadOnlyList<Session> FromLog((byte[] Body, long Hash)[] log) =>
        SessionAssembler.Assemble(log.Select(entry => (BatchCodec.Decode(entry.Body), entry.Hash)));

    private static SummarizedCall Summarize(IReadOnlyList<Session> sessions) =>
        CallSummarizer.Summarize(s_call, sessions, s_settings);

    private static Batch[] Batches(string profile, int minutes)
    {
        var plan = Workforce.Plan(
            new WorkforceSettings
            {
                Agents = 1,
                Calls = 1,
                Seed = 7,
                Start = DateTimeOffset.UnixEpoch.AddYears(56),
                Profiles = [CallProfiles.All.First(kind => kind.Name == profile)],
                Connected = TimeSpan.FromMinutes(minutes),
            }
        )[0];
        return [.. new SimulatedCall(plan).Play().Select(timed => timed.Batch)];
    }

    // The median says what it costs; the processor's time says it without the rest of the machine.
    private static string Time(int repeats, Func<object> work)
    {
        for (var warm = 0; warm < repeats; warm++)
        {
            work();
        }

        var times = new double[Math.Max(1, repeats)];
        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < times.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        var each = (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / times.Length;
        return $"{IntakeMeasure.Median(times):N2} ms (CPU {each:N2} ms)";
    }
}
