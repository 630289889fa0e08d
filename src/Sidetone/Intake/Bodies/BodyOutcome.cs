using Sidetone.Intake.Refusals;

namespace Sidetone.Intake.Bodies;

/// <summary>A body, or why there is none.</summary>
internal readonly struct BodyOutcome
{
    private BodyOutcome(PooledBody? body, Refusal? refusal)
    {
        Body = body;
        Refusal = refusal;
    }

    /// <summary>The body, the caller's to dispose; null when it was refused.</summary>
    public PooledBody? Body { get; }

    /// <summary>Why it was refused; null when it was not.</summary>
    public Refusal? Refusal { get; }

    public static implicit operator BodyOutcome(PooledBody body) => new(body, null);

    public static implicit operator BodyOutcome(Refusal refusal) => new(null, refusal);
}
