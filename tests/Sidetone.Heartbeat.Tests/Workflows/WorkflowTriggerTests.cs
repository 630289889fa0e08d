using Sidetone.Heartbeat.Scores;
using Sidetone.Heartbeat.Workflows;

namespace Sidetone.Heartbeat.Tests.Workflows;

public sealed class WorkflowTriggerTests
{
    private static readonly WorkflowTrigger s_failed = new() { Statuses = [JobStatus.Failed, JobStatus.Busy] };

    // g is a good job, b a bad one; the result has ! where the workflow fires.
    [Theory]
    [InlineData(null, false, "gbbgb", "-!!-!")]
    [InlineData(1, false, "gbbgb", "-!--!")]
    [InlineData(3, false, "bbbbbgbbbb", "--!-----!-")]
    [InlineData(3, false, "bbgbbgbb", "--------")]
    [InlineData(null, true, "bgggbbg", "-!----!")]
    [InlineData(2, true, "bgbbgbbbg", "----!---!")]
    [InlineData(2, true, "gggg", "----")]
    public void It_fires_once_per_crossing(int? inARow, bool onRecovery, string jobs, string fires)
    {
        var trigger = s_failed with { InARow = inARow, OnRecovery = onRecovery };
        var ended = jobs.Select(job => new EndedJob(job == 'b' ? "busy" : JobStatus.Completed, JobScores.None))
            .ToArray();
        var fired = ended.Select(
            (job, i) => trigger.IsMet(job, [.. ended[..i].Reverse().Take(trigger.Lookback)]) ? '!' : '-'
        );
        Assert.Equal(fires, string.Concat(fired));
    }

    [Fact]
    public void A_measured_score_below_its_bound_is_bad_and_one_not_measured_never()
    {
        var trigger = new WorkflowTrigger { CxBelow = 6 };
        Assert.True(trigger.IsBad(Scored(cx: 5.9)));
        Assert.False(trigger.IsBad(Scored(cx: 6)));
        Assert.False(trigger.IsBad(Scored(ax: 1)));
        Assert.True((trigger with { AxBelow = 2 }).IsBad(Scored(ax: 1)));
        Assert.False(trigger.IsBad(new EndedJob(JobStatus.NotAccepted, JobScores.None)));
    }

    private static EndedJob Scored(double? ax = null, double? cx = null) =>
        new(JobStatus.Completed, new JobScores(new Score(ax), new Score(cx), default));
}
