using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Scores;

namespace Sidetone.Heartbeat.Tests.Scores;

public sealed class JobScoresTests
{
    private static readonly CallRecord s_answered = new()
    {
        SipStatus = 200,
        AnswerAfterMs = 1_000,
        SignalCompleted = true,
    };

    [Theory]
    [InlineData(94.2, 10)]
    [InlineData(90, 10)]
    [InlineData(80, 7.8)]
    [InlineData(70, 5.5)]
    [InlineData(60, 3.3)]
    [InlineData(50, 1)]
    [InlineData(-40, 1)]
    public void A_rating_becomes_a_score(double rating, double score) =>
        Assert.Equal(score, Score.OfRating(rating).Measured);

    [Theory]
    [InlineData(110, 0, 10)]
    [InlineData(110, 1.85, 8.9)]
    [InlineData(110, 5, 6.8)]
    [InlineData(110, 10, 4.4)]
    [InlineData(600, 0, 5.7)]
    public void The_network_is_scored_by_the_e_model(double roundTrip, double loss, double score) =>
        Assert.Equal(
            score,
            JobScores
                .Of(
                    s_answered with
                    {
                        RoundTripMs = roundTrip,
                        ToAgent = new() { LossPercent = loss },
                    }
                )
                .Network.Measured
        );

    [Fact]
    public void What_was_not_measured_prints_10_and_is_not_measured()
    {
        var scores = JobScores.Of(new CallRecord { SipStatus = 603 });
        Assert.Equal(JobScores.None, scores);
        Assert.Equal([10, 10, 10], [scores.Ax.Printed, scores.Cx.Printed, scores.Network.Printed]);
        Assert.Null(scores.Lowest);
        Assert.Equal(JobScores.None, JobScores.Of(s_answered));
    }

    [Fact]
    public void Nothing_heard_after_the_answer_is_the_worst()
    {
        var scores = JobScores.Of(
            s_answered with
            {
                ToCustomer = new() { Heard = false, DelayMs = 20 },
            }
        );
        Assert.Equal(1, scores.Cx.Measured);
        Assert.Null(scores.Ax.Measured);
        Assert.Equal(1, scores.Lowest);
    }

    [Fact]
    public void A_worse_measure_never_gives_a_better_score_and_neither_does_one_more_measure()
    {
        var random = new Random(20260501);
        for (var i = 0; i < 20_000; i++)
        {
            var record = s_answered with
            {
                RoundTripMs = Maybe(random, 1_500),
                ToAgent = Direction(random),
                ToCustomer = Direction(random),
            };
            var worse = Worsen(random, record);
            var (before, after) = (JobScores.Of(record), JobScores.Of(worse));
            Assert.True(after.Ax.Printed <= before.Ax.Printed, $"ax: {record} → {worse}");
            Assert.True(after.Cx.Printed <= before.Cx.Printed, $"cx: {record} → {worse}");
            Assert.True(after.Network.Printed <= before.Network.Printed, $"network: {record} → {worse}");
            Assert.All(
                new[] { after.Ax, after.Cx, after.Network },
                score => Assert.InRange(score.Printed, Score.Worst, Score.Best)
            );
        }
    }

    private static DirectionRecord Direction(Random random) =>
        new()
        {
            LossPercent = Maybe(random, 100),
            JitterMs = Maybe(random, 200),
            LatePercent = Maybe(random, 100),
            DelayMs = Maybe(random, 1_000),
            DropOutPercent = Maybe(random, 100),
            LevelDb = Maybe(random, 60) is { } level ? (random.Next(2) == 0 ? level : -level) : null,
            ClippedPercent = Maybe(random, 100),
            Heard = random.Next(3) == 0 ? null : true,
        };

    private static CallRecord Worsen(Random random, CallRecord record) =>
        random.Next(3) switch
        {
            0 => record with { RoundTripMs = More(random, record.RoundTripMs, 1_500) },
            1 => record with { ToAgent = Worsen(random, record.ToAgent) },
            _ => record with { ToCustomer = Worsen(random, record.ToCustomer) },
        };

    private static DirectionRecord Worsen(Random random, DirectionRecord direction) =>
        random.Next(8) switch
        {
            0 => direction with { LossPercent = Math.Min(100, More(random, direction.LossPercent, 100)) },
            1 => direction with { JitterMs = More(random, direction.JitterMs, 200) },
            2 => direction with { LatePercent = Math.Min(100, More(random, direction.LatePercent, 100)) },
            3 => direction with { DelayMs = More(random, direction.DelayMs, 1_000) },
            4 => direction with { DropOutPercent = Math.Min(100, More(random, direction.DropOutPercent, 100)) },
            5 => direction with
            {
                LevelDb = direction.LevelDb is { } level
                    ? level + (Math.Sign(level) * random.NextDouble() * 30)
                    : -30 * random.NextDouble(),
            },
            6 => direction with { ClippedPercent = Math.Min(100, More(random, direction.ClippedPercent, 100)) },
            _ => direction with { Heard = false },
        };

    private static double? Maybe(Random random, double max) =>
        random.Next(3) == 0 ? null : random.NextDouble() * max * (random.Next(4) == 0 ? 1 : 0.1);

    private static double More(Random random, double? value, double max) =>
        (value ?? 0) + (random.NextDouble() * max * 0.3);
}
