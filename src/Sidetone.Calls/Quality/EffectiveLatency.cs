namespace Sidetone.Calls.Quality;

/// <summary>
/// <c>effective-latency/1</c>: the R of ITU-T G.107 reduced by an effective latency (round trip, jitter twice, 10 ms)
/// and 2.5 points per cent of loss. Reproduces the figures of the published call summaries; the codec plays no part.
/// </summary>
internal sealed class EffectiveLatency : MosFormula
{
    /// <summary>Basic signal-to-noise ratio Ro of G.107 at its default values, the highest rating.</summary>
    private const double BestRating = 94.768;

    /// <summary>Loss alone never takes a rating lower than this while it is below the limit.</summary>
    private const double LossFloor = 6.52;

    private const double PointsPerLossPercent = 2.5;

    /// <inheritdoc/>
    public override string Name => "effective-latency/1";

    /// <inheritdoc/>
    public override double? Rating(in QualityInput input)
    {
        var latency = (input.RoundTripMs ?? 0) + (2 * input.JitterMs) + 10;
        var rating = latency switch
        {
            < 160 => BestRating - (latency / 40),
            < 1000 => BestRating - ((latency - 120) / 10),
            _ => 0,
        };

        return input.LossPercent <= rating / PointsPerLossPercent
            ? Math.Max(rating - (PointsPerLossPercent * input.LossPercent), LossFloor)
            : 0;
    }
}
