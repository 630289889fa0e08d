namespace Sidetone.Tests.Impairments;

/// <summary>What a relay does to one direction.</summary>
/// <param name="DelayMs">constant delay, of RTP and RTCP</param>
/// <param name="JitterMs">added to each RTP packet: triangular between 0 and this, so that packets overtake each other</param>
/// <param name="LossPercent">share of RTP packets that are dropped</param>
/// <param name="BurstLength">mean length of a loss: 1 is Bernoulli, more is a Gilbert model of two states</param>
internal sealed record Impairment(
    double DelayMs = 0,
    double JitterMs = 0,
    double LossPercent = 0,
    double BurstLength = 1
)
{
    public static Impairment None { get; } = new();
}
