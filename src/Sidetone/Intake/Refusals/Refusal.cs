namespace Sidetone.Intake.Refusals;

/// <summary>A batch is not taken: why, and what its sender can do.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">In words, about this very batch.</param>
/// <param name="Path">The JSON path at fault; null when no member is.</param>
/// <param name="RetryAfter">When the same batch may be sent again; null when it would be refused again.</param>
internal sealed record Refusal(RefusalReason Reason, string Detail, string? Path = null, TimeSpan? RetryAfter = null)
{
    public static Refusal Later(RefusalReason reason, string detail, int seconds) =>
        new(reason, detail, RetryAfter: TimeSpan.FromSeconds(seconds));
}
