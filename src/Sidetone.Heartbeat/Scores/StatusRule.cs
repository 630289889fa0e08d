using System.Globalization;
using Sidetone.Heartbeat.Calls;

namespace Sidetone.Heartbeat.Scores;

/// <summary>How a job ended.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>.</param>
/// <param name="Reason">Why, for a person; may be empty.</param>
/// <param name="Scores">Its scores.</param>
public sealed record JobOutcome(string Status, string Reason, JobScores Scores)
{
    /// <summary>A job that never reached the network.</summary>
    public static JobOutcome Failed(string reason) => new(JobStatus.Failed, reason, JobScores.None);
}

/// <summary>The status of a call, by the first rule that fits.</summary>
public static class StatusRule
{
    /// <summary>Below this a measured score makes the call a poor one.</summary>
    public const double PoorBelow = 6;

    /// <summary>Below this, a very poor one.</summary>
    public const double VeryPoorBelow = 4;

    /// <summary>An answer that takes longer is a high ringing time.</summary>
    public static readonly TimeSpan HighRingingAfter = TimeSpan.FromSeconds(20);

    /// <summary>The outcome of a call.</summary>
    public static JobOutcome OutcomeOf(CallRecord record)
    {
        var scores = JobScores.Of(record);
        var status = record.IsAnswered ? OfAnswered(record, scores) : OfUnanswered(record);
        return new JobOutcome(status, ReasonOf(record, status, scores), scores);
    }

    private static string OfUnanswered(CallRecord record) =>
        record switch
        {
            { Trouble: CallTrouble.ReceiverUnavailable } => JobStatus.AgentError,
            { Trouble: CallTrouble.Cancelled } => JobStatus.Failed,
            { SipStatus: 486 or 600 } => JobStatus.Busy,
            { ReceiverRejected: true } or { SipStatus: 603 or 480 } => JobStatus.NotAccepted,
            { Trouble: CallTrouble.RingTimeout } or { SipStatus: 487 } => JobStatus.NoAnswer,
            _ => JobStatus.Failed,
        };

    private static string OfAnswered(CallRecord record, JobScores scores) =>
        record switch
        {
            { Trouble: CallTrouble.StepFailed or CallTrouble.Cancelled } => JobStatus.Failed,
            { SignalCompleted: false } => JobStatus.Disconnected,
            _ when scores.Lowest < VeryPoorBelow => JobStatus.VeryPoor,
            _ when scores.Lowest < PoorBelow => JobStatus.Poor,
            _ when record.AnswerAfterMs > HighRingingAfter.TotalMilliseconds => JobStatus.HighRinging,
            _ => JobStatus.Completed,
        };

    private static string ReasonOf(CallRecord record, string status, JobScores scores) =>
        record.Reason.Length > 0 ? record.Reason
        : status is JobStatus.Poor or JobStatus.VeryPoor ? Text($"The lowest score is {scores.Lowest}.")
        : status == JobStatus.HighRinging ? Text($"It was answered after {record.AnswerAfterMs / 1000:0.0} s.")
        : record.SipStatus is >= 300 and var code ? Text($"The call was answered with SIP {code}.")
        : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
