namespace Sidetone.Simulation.Media;

/// <summary>How packets are lost on a path, in the Gilbert–Elliott model: quiet stretches and bursts.</summary>
/// <param name="Begin">Probability that a burst begins, per packet.</param>
/// <param name="End">Probability that a burst ends, per packet; 1/End packets is a burst's mean length.</param>
/// <param name="Inside">Probability of losing a packet within a burst.</param>
/// <param name="Outside">Probability of losing a packet between bursts.</param>
internal sealed record BurstLossSettings(double Begin, double End, double Inside, double Outside)
{
    /// <summary>A path that loses nothing.</summary>
    public static readonly BurstLossSettings None = new(Begin: 0, End: 1, Inside: 0, Outside: 0);

    /// <summary>The share of packets lost in the long run, from 0 to 1.</summary>
    public double Expected
    {
        get
        {
            var inBurst = Begin / (Begin + End);
            return (inBurst * Inside) + ((1 - inBurst) * Outside);
        }
    }
}

/// <summary>Decides packet by packet which are lost.</summary>
internal sealed class BurstLoss(BurstLossSettings settings, SeededRandom random)
{
    /// <summary>True while a burst lasts: jitter and round trips suffer as well.</summary>
    public bool InBurst { get; private set; }

    /// <summary>Whether the next packet is lost.</summary>
    public bool NextIsLost()
    {
        InBurst = InBurst ? !random.Chance(settings.End) : random.Chance(settings.Begin);
        return random.Chance(InBurst ? settings.Inside : settings.Outside);
    }
}
