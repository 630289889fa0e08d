namespace Sidetone.Calls.Quality;

/// <summary>What a formula may look at in one second of one direction.</summary>
/// <param name="RoundTripMs">RTCP round trip in milliseconds; null before the first report.</param>
/// <param name="StunRoundTripMs">STUN round trip on the selected candidate pair in milliseconds; null when unknown.</param>
/// <param name="JitterMs">RTP jitter in milliseconds; 0 before the first report.</param>
/// <param name="LossPercent">Lost packets of the second, in per cent, 0 to 100.</param>
/// <param name="BufferDelayMs">Mean time in the jitter buffer in milliseconds; null when unknown.</param>
/// <param name="Codec">The codec's name, such as <c>opus</c> or <c>PCMU</c>; null when unknown.</param>
public readonly record struct QualityInput(
    double? RoundTripMs,
    double? StunRoundTripMs,
    double JitterMs,
    double LossPercent,
    double? BufferDelayMs = null,
    string? Codec = null
);

/// <summary>
/// A way to estimate a mean opinion score from what the network did. Named and versioned, because a number without
/// its formula cannot be compared with anything.
/// </summary>
public abstract class MosFormula
{
    /// <summary>Name and version, such as <c>effective-latency/1</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The transmission rating R of one second, or null when the formula has no answer for it.</summary>
    public abstract double? Rating(in QualityInput input);

    /// <summary>The mean opinion score of one second, 1 to 4.5, or null when the formula has no answer for it.</summary>
    public double? Mos(in QualityInput input) => Rating(input) is { } rating ? MosOf(rating) : null;

    /// <summary>R to MOS: ITU-T G.107 Annex B, clamped to 1…4.5.</summary>
    public static double MosOf(double rating) =>
        rating switch
        {
            <= 0 => 1,
            >= 100 => 4.5,
            _ => Math.Clamp(1 + (0.035 * rating) + (7e-6 * rating * (rating - 60) * (100 - rating)), 1, 4.5),
        };

    /// <summary>The formula with a name, or null when there is none.</summary>
    public static MosFormula? Find(string name) => All.FirstOrDefault(formula => formula.Name == name);

    /// <summary>Every formula there is; the first is the default.</summary>
    public static IReadOnlyList<MosFormula> All { get; } = [new EffectiveLatency(), new EModel()];

    /// <summary>The formula that a group has unless it chose another.</summary>
    public static MosFormula Default => All[0];
}
