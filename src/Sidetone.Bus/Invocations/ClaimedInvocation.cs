using Sidetone.Bus.Routing;

namespace Sidetone.Bus.Invocations;

/// <summary>The right to make one invocation until the lease ends.</summary>
/// <param name="Id">The invocation.</param>
/// <param name="Token">Differs for every claim: only the last one's answer counts.</param>
/// <param name="Attempts">How often it was tried before.</param>
/// <param name="Age">How long ago its time began to count, when it was claimed.</param>
/// <param name="Failure">Why it became a dead letter; null for one that is none.</param>
/// <param name="Event">The event.</param>
internal sealed record ClaimedInvocation(
    long Id,
    long Token,
    long Attempts,
    TimeSpan Age,
    InvocationFailure? Failure,
    RoutedEvent Event
);

/// <summary>Why an invocation will never reach its target.</summary>
/// <param name="Code">The error's name.</param>
/// <param name="Message">Why, for a person.</param>
/// <param name="Exhausted">Which limit ended the retries; empty when none did.</param>
/// <param name="Attempts">How often it was tried.</param>
internal sealed record InvocationFailure(string Code, string Message, string Exhausted, long Attempts);

/// <summary>What to write down about a claimed invocation.</summary>
internal abstract record InvocationVerdict(ClaimedInvocation Invocation)
{
    /// <summary>The target has it, or nobody wants it: it is forgotten.</summary>
    internal sealed record Done(ClaimedInvocation Invocation) : InvocationVerdict(Invocation);

    /// <summary>It is tried again.</summary>
    internal sealed record Again(ClaimedInvocation Invocation, string Code, string Message, TimeSpan Delay)
        : InvocationVerdict(Invocation);

    /// <summary>It becomes a dead letter.</summary>
    internal sealed record DeadLetter(ClaimedInvocation Invocation, InvocationFailure Failure)
        : InvocationVerdict(Invocation);

    /// <summary>It is kept as failed, for a person to look at.</summary>
    internal sealed record Failed(ClaimedInvocation Invocation, InvocationFailure Failure)
        : InvocationVerdict(Invocation);
}
