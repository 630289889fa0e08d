using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;

namespace Sidetone.Heartbeat.Calls;

/// <summary>One call that was allowed: everything that placing it needs.</summary>
public sealed record CallPlan
{
    // Registering, hanging up and the answers to both.
    private static readonly TimeSpan s_around = TimeSpan.FromSeconds(20);

    /// <summary>The job, or another name for the call; plain letters, digits and dashes.</summary>
    public required string CallName { get; init; }

    /// <summary>What to call.</summary>
    public required DialTarget To { get; init; }

    /// <summary>The account that dials; null calls the address directly, without registering.</summary>
    public SipAccount? Dialler { get; init; }

    /// <summary>Who answers.</summary>
    public required Receiver Receiver { get; init; }

    /// <summary>The account as which a virtual receiver registers; null when it only listens.</summary>
    public SipAccount? ReceiverAccount { get; init; }

    /// <summary>What to do between the answer and the signal.</summary>
    public IReadOnlyList<CallStep> Steps { get; init; } = [];

    /// <summary>How long the signal is sent and measured.</summary>
    public required TimeSpan Signal { get; init; }

    /// <summary>How long the call may ring.</summary>
    public required TimeSpan RingTimeout { get; init; }

    /// <summary>Where to write what both ends heard; null writes nothing.</summary>
    public string? RecordingFile { get; init; }

    /// <summary>The longest that the call can take.</summary>
    public TimeSpan LongestCall =>
        s_around + RingTimeout + Signal + Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Longest);
}
