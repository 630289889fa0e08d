using Sidetone.Simulation;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Demo;

/// <summary>The calls of the demo: two that a real browser made, and two that would take too long to wait for.</summary>
internal static class DemoCalls
{
    private const string CleanRecording = "clean-call.webrtc-internals.json.gz";
    private const string LossyRecording = "lossy-call.webrtc-internals.json.gz";
    private const int SamplesPerBatch = 10;
    private const ulong Seed = 20_260_302;

    /// <summary>All of them, ending at an instant, so that nothing is sent from the future or from long ago.</summary>
    public static IReadOnlyList<DemoCall> EndingAt(DateTimeOffset end) =>
        [
            Recorded("Ada, a Chromium call over a clean network", "ada", CleanRecording, end) with
            {
                Share = 0.4,
            },
            WithIssue(Recorded("Ben, a Chromium call with packets dropped", "ben", LossyRecording, end)) with
            {
                Share = 0.6,
                MustHaveInsights = true,
            },
            Simulated("Chidi, 25 minutes on bad Wi-Fi", agent: 2, "bad-wifi", minutes: 25, end) with
            {
                MustHaveInsights = true,
            },
            Simulated("Dana, a customer on hold and a muted agent", agent: 3, "hold-and-mute", minutes: 6, end) with
            {
                Share = 0.8,
                MustHaveInsights = true,
            },
        ];

    /// <summary>The call with what its agent reports right after it, with the statistics of its last seconds.</summary>
    private static DemoCall WithIssue(DemoCall call)
    {
        var (at, last) = call.Batches[^1];
        return call with
        {
            Issue = new Issue
            {
                Id = new Guid("de300000-0000-8000-8000-000000000001"),
                At = at.ToUnixTimeMilliseconds(),
                Agent = last.Agent,
                ContactId = call.ContactId,
                Category = "Audio quality",
                Cause = "Choppy or robotic sound",
                Severity = "Poor",
                Scenario = "During the call",
                Message = "Every third word is gone",
                Browser = call.Batches[0].Batch.Facts?.Browser,
                Tracks = last.Tracks,
            },
        };
    }

    private static DemoCall Simulated(string title, int agent, string kind, double minutes, DateTimeOffset end)
    {
        var random = new SeededRandom(Seed).Fork(agent);
        var plan = new CallPlan
        {
            Agent = SimulatedAgent.Number(agent, random),
            Profile = CallProfiles.Find(kind) ?? throw new InvalidOperationException($"No kind of call named {kind}."),
            Start = DateTimeOffset.UnixEpoch,
            Connected = TimeSpan.FromMinutes(minutes),
            Random = random,
        };
        var call = new SimulatedCall(plan with { Start = end - (plan.LatestEnd - plan.Start) });
        return new DemoCall(title, [.. call.Play()], MustHaveInsights: false, Share: 1);
    }

    private static DemoCall Recorded(string title, string agent, string name, DateTimeOffset end)
    {
        using var content =
            typeof(DemoCalls).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The recording {name} is not part of this build.");
        if (RecordingReader.Read(content, new RecordingOptions { Agent = agent }) is not RecordingResult.Read read)
        {
            throw new InvalidOperationException($"The recording {name} cannot be read.");
        }

        var whole = read.Recording.Batch;
        var named = whole with
        {
            Facts = (whole.Facts ?? new Facts()).With(
                new Facts { FriendlyName = char.ToUpperInvariant(agent[0]) + agent[1..] }
            ),
        };
        var batches = BatchSplitter.Split(MovedCall.EndingAt(named, end), SamplesPerBatch).Select(Timed).ToArray();
        return new DemoCall(title, batches, MustHaveInsights: false, Share: 1);
    }

    /// <summary>A page sends a batch when its last sample is taken.</summary>
    private static TimedBatch Timed(Batch batch)
    {
        var last = batch
            .Tracks.Where(track => track.Count > 0)
            .Select(track => track.Time(track.Count - 1))
            .Concat(batch.Happenings.Select(happening => happening.At))
            .DefaultIfEmpty(0)
            .Max();
        return new TimedBatch(DateTimeOffset.FromUnixTimeMilliseconds(last), batch);
    }
}
