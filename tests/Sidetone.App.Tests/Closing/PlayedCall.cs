using Sidetone.Simulation;
using Sidetone.Telemetry;

namespace Sidetone.Tests.Closing;

/// <summary>Batches of calls, simulated or put together by hand.</summary>
internal static class PlayedCall
{
    /// <summary>Every batch that a page would send of a call, the last one with its end.</summary>
    public static IReadOnlyList<Batch> Of(
        string contact,
        DateTimeOffset start,
        string profile = "lossy",
        ulong seed = 1,
        double seconds = 45
    )
    {
        var random = new SeededRandom(seed);
        var plan = new CallPlan
        {
            Agent = SimulatedAgent.Number(0, random),
            Profile = CallProfiles.Find(profile) ?? throw new ArgumentException($"No kind of call named {profile}."),
            Start = start,
            Connected = TimeSpan.FromSeconds(seconds),
            Random = random.Fork("call"),
            ContactId = contact,
        };
        return [.. new SimulatedCall(plan).Play().Select(timed => timed.Batch)];
    }

    /// <summary>A batch with happenings alone, a minute apart.</summary>
    public static Batch Told(
        string contact,
        string session,
        BatchSource source,
        DateTimeOffset at,
        params IReadOnlyList<(string Type, long? LastSequence)> happenings
    ) =>
        new()
        {
            ContactId = contact,
            Agent = "ada",
            Session = session,
            Sequence = 0,
            Source = source,
            Happenings =
            [
                .. happenings.Select(
                    (happening, minute) =>
                        new Happening
                        {
                            At = at.AddMinutes(minute).ToUnixTimeMilliseconds(),
                            Type = happening.Type,
                            LastSequence = happening.LastSequence,
                        }
                ),
            ],
        };
}
