namespace Sidetone.Heartbeat.Definitions;

/// <summary>Something that the dialler does between the answer and the signal, such as finding the way through a menu.</summary>
public abstract record CallStep
{
    // A digit's tone and the pause after it (RFC 4733 as we send it).
    private static readonly TimeSpan s_digit = TimeSpan.FromMilliseconds(250);

    private CallStep() { }

    /// <summary>The longest that it takes.</summary>
    public abstract TimeSpan Longest { get; }

    /// <summary>Does nothing for a while.</summary>
    public sealed record Wait(TimeSpan For) : CallStep
    {
        /// <inheritdoc/>
        public override TimeSpan Longest => For;
    }

    /// <summary>Presses keys, sent as RFC 4733 events.</summary>
    /// <param name="Digits"><c>0</c>–<c>9</c>, <c>*</c>, <c>#</c>, <c>A</c>–<c>D</c>.</param>
    public sealed record Dtmf(string Digits) : CallStep
    {
        /// <inheritdoc/>
        public override TimeSpan Longest => s_digit * Digits.Length;
    }

    /// <summary>Waits until something is heard; the job fails when nothing is.</summary>
    public sealed record ExpectAudio(TimeSpan Within) : CallStep
    {
        /// <inheritdoc/>
        public override TimeSpan Longest => Within;
    }
}
