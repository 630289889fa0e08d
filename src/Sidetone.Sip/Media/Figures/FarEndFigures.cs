namespace Sidetone.Sip.Media.Figures;

/// <summary>Our stream, as the other side's last report says it arrived.</summary>
/// <param name="Reports">reports about our stream</param>
/// <param name="Lost">packets lost from the first it received to the highest; duplicates can make it negative</param>
/// <param name="FractionLostPercent">lost between its last two reports, 0…100</param>
/// <param name="SentUpToHighest">packets that we had sent up to the highest number it received, the first one of all included</param>
/// <param name="JitterMs">interarrival jitter of the last report</param>
/// <param name="JitterMeanMs">its mean over the reports</param>
/// <param name="JitterMaxMs">its maximum</param>
public sealed record FarEndFigures(
    long Reports,
    long Lost,
    double FractionLostPercent,
    long SentUpToHighest,
    double JitterMs,
    double JitterMeanMs,
    double JitterMaxMs
)
{
    /// <summary>Share of our packets that were lost, 0…100, up to the highest number it received.</summary>
    public double LossPercent => SentUpToHighest <= 0 ? 0 : Math.Clamp(100.0 * Lost / SentUpToHighest, 0, 100);
}
