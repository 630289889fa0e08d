namespace Sidetone.Bus.Targets;

/// <summary>What a rule invokes. It keeps nothing: what it does not confirm is sent again.</summary>
public interface ITarget
{
    /// <summary>How many invocations one call takes at most.</summary>
    int BatchMax { get; }

    /// <summary>How many calls may run at the same time on one node.</summary>
    int ConcurrentCalls { get; }

    /// <summary>The longest that one call takes before it ends by itself.</summary>
    TimeSpan LongestCall { get; }

    /// <summary>How many invocations may begin now; 0 when a rate was reached.</summary>
    int Allowance => int.MaxValue;

    /// <summary>How long until <see cref="Allowance"/> is not 0 any more.</summary>
    TimeSpan AllowedIn => TimeSpan.Zero;

    /// <summary>
    /// Sends; one outcome for each invocation, in their order. It throws only for mistakes in this program and when the
    /// store does not answer.
    /// </summary>
    Task<IReadOnlyList<InvocationOutcome>> InvokeAsync(
        IReadOnlyList<Invocation> invocations,
        CancellationToken cancellation
    );
}
