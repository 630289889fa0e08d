using Sidetone.Calls.Quality;

namespace Sidetone.Calls.Tests.Quality;

public sealed class MosFormulaTests
{
    private static readonly MosFormula s_effectiveLatency = MosFormula.Find("effective-latency/1")!;
    private static readonly MosFormula s_eModel = MosFormula.Find("e-model/1")!;

    [Theory]
    [InlineData(0, 0, 0, 4.4333)]
    [InlineData(120, 0, 0, 4.374)]
    [InlineData(120, 8, 0, 4.365)]
    [InlineData(52, 1.56, 0, 4.4081)]
    [InlineData(52, 8.68, 0, 4.401)]
    [InlineData(45, 4, 6, 3.954)]
    [InlineData(0, 0, 100, 1)]
    [InlineData(5000, 0, 0, 1)]
    public void Effective_latency_gives_the_published_check_values(double rtt, double jitter, double loss, double mos)
    {
        Assert.Equal(mos, s_effectiveLatency.Mos(Input(rtt, jitter, loss))!.Value, 0.0006);
    }

    [Fact]
    public void A_missing_round_trip_counts_as_zero_in_effective_latency()
    {
        Assert.Equal(s_effectiveLatency.Mos(Input(0, 3, 1)), s_effectiveLatency.Mos(Input(null, 3, 1)));
    }

    [Fact]
    public void The_e_model_has_no_answer_without_any_round_trip_and_takes_the_stun_one_before_none()
    {
        Assert.Null(s_eModel.Mos(Input(null, 3, 1)));
        var fallback = Input(null, 3, 1) with { StunRoundTripMs = 80 };
        Assert.Equal(s_eModel.Mos(Input(80, 3, 1)), s_eModel.Mos(fallback));
    }

    [Fact]
    public void Ratings_turn_into_scores_as_the_standard_says_at_its_known_points()
    {
        Assert.Equal(4.4093, MosFormula.MosOf(93.2), 0.0001);
        Assert.Equal(4.4278, MosFormula.MosOf(94.2), 0.0001);
        Assert.Equal(1, MosFormula.MosOf(-1));
        Assert.Equal(1, MosFormula.MosOf(3)); // The polynomial dips below 1 there.
        Assert.Equal(4.5, MosFormula.MosOf(101));
    }

    [Theory]
    [InlineData("effective-latency/1")]
    [InlineData("e-model/1")]
    public void More_delay_jitter_or_loss_never_gives_a_better_score(string name)
    {
        var formula = MosFormula.Find(name)!;
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var better = Input(random.NextDouble() * 1500, random.NextDouble() * 300, random.NextDouble() * 100);
            var worse = better with
            {
                RoundTripMs = better.RoundTripMs + (random.NextDouble() * 100),
                JitterMs = better.JitterMs + (random.NextDouble() * 20),
                LossPercent = Math.Min(100, better.LossPercent + (random.NextDouble() * 5)),
            };
            var scores = (Better: formula.Mos(better)!.Value, Worse: formula.Mos(worse)!.Value);
            Assert.True(
                scores.Worse <= scores.Better + 1e-9,
                $"Seed {seed}: {better} {scores.Better}, {worse} {scores.Worse}."
            );
            Assert.InRange(scores.Worse, 1, 4.5);
        }
    }

    [Fact]
    public void Codecs_differ_in_the_e_model_only()
    {
        var opus = Input(50, 2, 3) with { Codec = "opus" };
        var pcmu = opus with { Codec = "PCMU" };
        Assert.Equal(s_effectiveLatency.Mos(opus), s_effectiveLatency.Mos(pcmu));
        Assert.NotEqual(s_eModel.Mos(opus), s_eModel.Mos(pcmu));
    }

    private static QualityInput Input(double? rtt, double jitter, double loss) => new(rtt, null, jitter, loss);
}
