namespace Sidetone.Bus.Targets;

/// <summary>How an invocation went.</summary>
public abstract record InvocationOutcome
{
    private InvocationOutcome() { }

    /// <summary>The target has it.</summary>
    public sealed record Succeeded : InvocationOutcome
    {
        /// <summary>The only one.</summary>
        public static Succeeded Value { get; } = new();
    }

    /// <summary>The target may have it later.</summary>
    /// <param name="Code">The error's name, such as <c>THROTTLING</c>.</param>
    /// <param name="Reason">Why, for a person.</param>
    /// <param name="RetryAfter">How long the target asked to be left alone.</param>
    public sealed record RetryLater(string Code, string Reason, TimeSpan? RetryAfter = null) : InvocationOutcome;

    /// <summary>The target will never have it.</summary>
    /// <param name="Code">The error's name, such as <c>NO_PERMISSIONS</c>.</param>
    /// <param name="Reason">Why, for a person.</param>
    public sealed record Failed(string Code, string Reason) : InvocationOutcome;
}
