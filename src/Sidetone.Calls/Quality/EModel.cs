namespace Sidetone.Calls.Quality;

/// <summary>
/// <c>e-model/1</c>: the E-model (ITU-T G.107) in the reduction of Cole and Rosenbluth (ACM CCR 31(2), 2001), with the
/// measured jitter-buffer delay. For engineers; it does not reproduce the published call summaries.
/// </summary>
internal sealed class EModel : MosFormula
{
    private const double BestRating = 94.2;

    /// <summary>One packet of 20 ms has to be filled before it can be sent, and Opus looks 6.5 ms ahead.</summary>
    private const double PacketizationMs = 20;

    private const double OpusLookAheadMs = 6.5;

    /// <summary>Packet-loss robustness of Opus without in-band FEC, an engineering guess (ITU-T G.113 has none).</summary>
    private const double OpusLossRobustness = 10;

    /// <inheritdoc/>
    public override string Name => "e-model/1";

    /// <inheritdoc/>
    public override double? Rating(in QualityInput input)
    {
        if ((input.RoundTripMs ?? input.StunRoundTripMs) is not { } roundTrip)
        {
            return null; // A delay that nobody measured is not a delay of 0.
        }

        // Without a measured buffer, twice the jitter is what an adaptive one would hold.
        var buffer = input.BufferDelayMs ?? (2 * input.JitterMs);
        var codec = CodecOf(input.Codec);
        var delay = (roundTrip / 2) + buffer + PacketizationMs + (codec == Codec.Opus ? OpusLookAheadMs : 0);
        var delayImpairment = (0.024 * delay) + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
        return BestRating - delayImpairment - LossImpairment(codec, input.LossPercent);
    }

    private static double LossImpairment(Codec codec, double lossPercent) =>
        codec switch
        {
            Codec.G711 => 30 * Math.Log(1 + (15 * lossPercent / 100)),
            Codec.G729 => 11 + (40 * Math.Log(1 + (10 * lossPercent / 100))),
            _ => 95 * lossPercent / (lossPercent + OpusLossRobustness),
        };

    private static Codec CodecOf(string? name) =>
        name?.ToUpperInvariant() switch
        {
            "PCMU" or "PCMA" => Codec.G711,
            "G729" => Codec.G729,
            _ => Codec.Opus,
        };

    private enum Codec
    {
        Opus,
        G711,
        G729,
    }
}
