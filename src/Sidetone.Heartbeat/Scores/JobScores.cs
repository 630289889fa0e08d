using Sidetone.Calls.Quality;
using Sidetone.Heartbeat.Calls;

namespace Sidetone.Heartbeat.Scores;

/// <summary>One score of a job.</summary>
/// <param name="Measured">1 (worst) to 10; null when nothing was measured.</param>
public readonly record struct Score(double? Measured)
{
    /// <summary>The best score, which is also printed when nothing was measured: only evidence lowers one.</summary>
    public const double Best = 10;

    /// <summary>The worst score.</summary>
    public const double Worst = 1;

    /// <summary>What events print.</summary>
    public double Printed => Measured ?? Best;

    /// <summary><c>clamp(round1(1 + 9·(R−50)/40), 1, 10)</c>: R 90 and above is 10, 50 and below is 1 (ITU-T G.109).</summary>
    public static Score OfRating(double rating) =>
        new(Math.Clamp(Math.Round(1 + (9 * (rating - 50) / 40), 1, MidpointRounding.AwayFromZero), Worst, Best));
}

/// <summary>
/// The three scores of a job by <c>heartbeat/1</c>: pure functions of what was measured. A worse measure never gives a
/// better score, and neither does measuring one more thing.
/// </summary>
/// <param name="Ax">What the agent heard.</param>
/// <param name="Cx">What the customer heard.</param>
/// <param name="Network">What the network between both did.</param>
public readonly record struct JobScores(Score Ax, Score Cx, Score Network)
{
    /// <summary>Name and version of the formulas.</summary>
    public const string Formula = "heartbeat/1";

    private const double BestRating = 94.2;

    // Nobody minds a few dB; a telephone network pads by as much.
    private const double LevelToleranceDb = 6;
    private const double ClippingPointsMax = 20;
    private const double ClippingPointsPerPercent = 2;

    private static readonly MosFormula s_network =
        MosFormula.Find("e-model/1") ?? throw new InvalidOperationException("BUG: there is no e-model/1.");

    /// <summary>Nothing was measured.</summary>
    public static JobScores None => default;

    /// <summary>The lowest measured score; null when there is none.</summary>
    public double? Lowest
    {
        get
        {
            double? lowest = null;
            foreach (var score in (ReadOnlySpan<double?>)[Ax.Measured, Cx.Measured, Network.Measured])
            {
                lowest = lowest is null || score < lowest ? score ?? lowest : lowest;
            }

            return lowest;
        }
    }

    /// <summary>The scores of a call.</summary>
    public static JobScores Of(CallRecord record) =>
        record.IsAnswered ? new(OfAgent(record), OfAudio(record.ToCustomer), OfNetwork(record)) : None;

    /// <summary>
    /// What was heard in one direction: <c>R = 94.2 − Id(delay) − 30·ln(1 + 15·dropout) − max(0, |ΔdB| − 6) −
    /// min(20, 2·clipped%)</c>, with Id as in ITU-T G.107 after Cole and Rosenbluth. Nothing heard at all is 1.
    /// </summary>
    public static Score OfAudio(DirectionRecord heard)
    {
        if (heard.Heard == false)
        {
            return new Score(Score.Worst);
        }

        if (heard is { DelayMs: null, DropOutPercent: null, LevelDb: null, ClippedPercent: null })
        {
            return heard.Heard == true ? new Score(Score.Best) : default;
        }

        var delay = Math.Max(0, heard.DelayMs ?? 0);
        var dropOut = Math.Clamp(heard.DropOutPercent ?? 0, 0, 100) / 100;
        return Score.OfRating(
            BestRating
                - (0.024 * delay)
                - (0.11 * Math.Max(0, delay - 177.3))
                - (30 * Math.Log(1 + (15 * dropOut)))
                - Math.Max(0, Math.Abs(heard.LevelDb ?? 0) - LevelToleranceDb)
                - Math.Min(ClippingPointsMax, ClippingPointsPerPercent * Math.Max(0, heard.ClippedPercent ?? 0))
        );
    }

    /// <summary>
    /// The network: <c>e-model/1</c> for G.711 of the median round trip and the worse direction's jitter and loss, where a
    /// packet that comes too late is a lost one.
    /// </summary>
    public static Score OfNetwork(CallRecord record)
    {
        var loss = Worse(LossOf(record.ToAgent), LossOf(record.ToCustomer));
        var jitter = Worse(record.ToAgent.JitterMs, record.ToCustomer.JitterMs);
        if (record.RoundTripMs is null && loss is null && jitter is null)
        {
            return default;
        }

        var input = new QualityInput(
            Math.Max(0, record.RoundTripMs ?? 0),
            StunRoundTripMs: null,
            Math.Max(0, jitter ?? 0),
            Math.Clamp(loss ?? 0, 0, 100),
            Codec: "PCMU"
        );
        return Score.OfRating(s_network.Rating(input) ?? BestRating);
    }

    /// <summary>
    /// What a browser counted, where the sound itself was not measured: <c>e-model/1</c> of the browser's loss, jitter
    /// and round trip. It knows the last leg only; a fault before it is not seen, so the score is never too bad.
    /// </summary>
    public static Score OfAgentLeg(AgentLegRecord leg) =>
        leg is { LossPercent: null, JitterMs: null, RoundTripMs: null }
            ? default
            : Score.OfRating(
                s_network.Rating(
                    new QualityInput(
                        Math.Max(0, leg.RoundTripMs ?? 0),
                        StunRoundTripMs: null,
                        Math.Max(0, leg.JitterMs ?? 0),
                        Math.Clamp(leg.LossPercent ?? 0, 0, 100)
                    )
                ) ?? BestRating
            );

    private static Score OfAgent(CallRecord record) =>
        OfAudio(record.ToAgent) is { Measured: not null } heard ? heard
        : record.AgentLeg is { } leg ? OfAgentLeg(leg)
        : default;

    private static double? LossOf(DirectionRecord direction) =>
        direction.LossPercent is null && direction.LatePercent is null
            ? null
            : Lost(direction.LossPercent ?? 0, direction.LatePercent ?? 0);

    // Late ones are a share of those that came.
    private static double Lost(double loss, double late) => loss + ((100 - Math.Clamp(loss, 0, 100)) * late / 100);

    private static double? Worse(double? one, double? other) =>
        one is null ? other
        : other is null ? one
        : Math.Max(one.Value, other.Value);
}
