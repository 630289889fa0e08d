using System.Collections.Concurrent;
using Sidetone.Simulation;
using Sidetone.Telemetry;

namespace Sidetone.Chaos.Tests;

/// <summary>A simulated call, and what its sender knows of how it went.</summary>
internal sealed class ChaosCall
{
    // What is acknowledged so shortly before the wait may be over is not counted on: two clocks are compared.
    private static readonly TimeSpan s_margin = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<long, long> _acknowledgedAt = new();
    private long _endedSentAt = long.MaxValue;

    private ChaosCall(IReadOnlyList<TimedBatch> played)
    {
        Played = played;
        Batches = [.. played.Select(timed => timed.Batch)];
    }

    /// <summary>The batches in order of their numbers.</summary>
    public IReadOnlyList<TimedBatch> Played { get; }

    public IReadOnlyList<Batch> Batches { get; }

    public string Contact => Played[0].Batch.ContactId;

    public string Agent => Played[0].Batch.Agent;

    /// <summary>What its agent reports when it is over.</summary>
    public Issue Issue =>
        new()
        {
            Id = Guid.Parse(Contact),
            At = Played[^1].At.ToUnixTimeMilliseconds(),
            Agent = Agent,
            ContactId = Contact,
            Category = "Audio quality",
            Tracks = Played[^1].Batch.Tracks,
        };

    /// <summary>The call with a number of a seeded run.</summary>
    public static ChaosCall Number(int number, SeededRandom seed)
    {
        var random = seed.Fork("calls").Fork(number);
        var plan = new CallPlan
        {
            Agent = SimulatedAgent.Number(random.Below(40), seed.Fork("agents")),
            Profile = CallProfiles.Draw(CallProfiles.All, random),
            Start = TimeProvider.System.GetUtcNow().AddHours(-1),
            Connected = TimeSpan.FromSeconds(random.Between(2, 70)),
            Random = random.Fork("call"),
        };
        return new ChaosCall([.. new SimulatedCall(plan).Play()]);
    }

    /// <summary>A batch is on its way for the first time or again.</summary>
    public void Sending(Batch batch, long now)
    {
        if (batch.Happenings.Any(happening => happening.Type == HappeningType.Ended))
        {
            Interlocked.CompareExchange(ref _endedSentAt, now, long.MaxValue);
        }
    }

    /// <summary>The server said that it has a batch.</summary>
    public void Acknowledged(Batch batch, long now) => _acknowledgedAt.TryAdd(batch.Sequence, now);

    /// <summary>
    /// The batches that must be in the events: closing cannot have begun before the page had said that the call ended,
    /// nor, while something was missing, before the wait for gaps was over.
    /// </summary>
    public IReadOnlySet<long> SurelyInEvents()
    {
        var wait = (long)((ChaosStore.GapWait - s_margin).TotalSeconds * TimeProvider.System.TimestampFrequency);
        return _acknowledgedAt.Where(ack => ack.Value < _endedSentAt + wait).Select(ack => ack.Key).ToHashSet();
    }
}
