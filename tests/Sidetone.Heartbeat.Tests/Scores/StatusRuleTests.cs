using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Scores;

namespace Sidetone.Heartbeat.Tests.Scores;

public sealed class StatusRuleTests
{
    private static readonly CallRecord s_good = new()
    {
        SipStatus = 200,
        AnswerAfterMs = 1_000,
        SignalCompleted = true,
        EndedBy = CallEnd.Dialler,
    };

    [Theory]
    [InlineData(486, JobStatus.Busy)]
    [InlineData(600, JobStatus.Busy)]
    [InlineData(603, JobStatus.NotAccepted)]
    [InlineData(480, JobStatus.NotAccepted)]
    [InlineData(487, JobStatus.NoAnswer)]
    [InlineData(408, JobStatus.Failed)]
    [InlineData(404, JobStatus.Failed)]
    [InlineData(503, JobStatus.Failed)]
    public void A_sip_status_becomes_a_status(int sip, string status)
    {
        var outcome = StatusRule.OutcomeOf(new CallRecord { SipStatus = sip });
        Assert.Equal(status, outcome.Status);
        Assert.Equal($"The call was answered with SIP {sip}.", outcome.Reason);
        Assert.Equal(JobScores.None, outcome.Scores);
    }

    [Theory]
    [InlineData(CallTrouble.RingTimeout, JobStatus.NoAnswer)]
    [InlineData(CallTrouble.Unreachable, JobStatus.Failed)]
    [InlineData(CallTrouble.AccountRefused, JobStatus.Failed)]
    [InlineData(CallTrouble.ReceiverUnavailable, JobStatus.AgentError)]
    [InlineData(CallTrouble.Cancelled, JobStatus.Failed)]
    public void A_trouble_becomes_a_status(CallTrouble trouble, string status) =>
        Assert.Equal(status, StatusRule.OutcomeOf(new CallRecord { Trouble = trouble }).Status);

    [Fact]
    public void A_receiver_that_rejects_did_not_accept_whatever_the_code_but_busy()
    {
        Assert.Equal(
            JobStatus.NotAccepted,
            StatusRule.OutcomeOf(new CallRecord { SipStatus = 403, ReceiverRejected = true }).Status
        );
        Assert.Equal(
            JobStatus.Busy,
            StatusRule.OutcomeOf(new CallRecord { SipStatus = 486, ReceiverRejected = true }).Status
        );
    }

    [Fact]
    public void An_answered_call_is_judged_by_the_first_rule_that_fits()
    {
        Assert.Equal(JobStatus.Completed, Of(s_good));
        Assert.Equal(JobStatus.HighRinging, Of(s_good with { AnswerAfterMs = 20_001 }));
        Assert.Equal(JobStatus.Completed, Of(s_good with { AnswerAfterMs = 20_000 }));
        Assert.Equal(
            JobStatus.Poor,
            Of(
                s_good with
                {
                    AnswerAfterMs = 30_000,
                    ToAgent = new() { DropOutPercent = 9 },
                }
            )
        );
        Assert.Equal(JobStatus.VeryPoor, Of(s_good with { ToCustomer = new() { Heard = false } }));
        Assert.Equal(
            JobStatus.Disconnected,
            Of(
                s_good with
                {
                    SignalCompleted = false,
                    ToCustomer = new() { Heard = false },
                }
            )
        );
        Assert.Equal(JobStatus.Failed, Of(s_good with { SignalCompleted = false, Trouble = CallTrouble.StepFailed }));
    }

    private static string Of(CallRecord record) => StatusRule.OutcomeOf(record).Status;
}
