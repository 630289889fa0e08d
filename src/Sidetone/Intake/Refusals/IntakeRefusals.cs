using Sidetone.Storage.Log;

namespace Sidetone.Intake.Refusals;

/// <summary>Refusals that every way in shares.</summary>
internal static class IntakeRefusals
{
    /// <summary>What an entry that did not come into the log is answered with.</summary>
    public static Refusal Of(AppendAnswer answer, LogEntry entry) =>
        answer switch
        {
            AppendAnswer.Contradicted => new Refusal(
                RefusalReason.SequenceContradicted,
                $"Session {entry.Session} sent another batch with sequence {entry.Sequence} before, which was kept.",
                "$.sequence"
            ),
            AppendAnswer.SessionOfAnotherCall => new Refusal(
                RefusalReason.SessionOfAnotherCall,
                $"Session {entry.Session} belongs to a call with another contactId or agent. Begin a new session per call.",
                "$.session"
            ),
            AppendAnswer.TooOld => new Refusal(
                RefusalReason.TimeTooOld,
                "The call was deleted when its retention was over; nothing more is taken of it.",
                "$.contactId"
            ),
            AppendAnswer.QueueFull => Refusal.Later(RefusalReason.QueueFull, "Too many batches wait to be stored.", 1),
            AppendAnswer.StoreBusy => Refusal.Later(RefusalReason.StoreBusy, "The store has too much to do.", 1),
            AppendAnswer.StoreFull => Refusal.Later(RefusalReason.StoreFull, "The store's disk is full.", 30),
            _ => Refusal.Later(RefusalReason.StoreFailed, "The store does not answer.", 5),
        };

    public static Refusal NotAccepting(string state) =>
        Refusal.Later(RefusalReason.NotAccepting, $"The server is {state} and accepts nothing now.", seconds: 5);

    public static Refusal ContentType(string? type) =>
        new(RefusalReason.ContentType, $"'{type}' is not taken; send application/json or text/plain, in UTF-8.");

    public static Refusal ContentEncoding() =>
        new(RefusalReason.ContentEncoding, "Send gzip, br, deflate, or no Content-Encoding; one, not several.");
}
