namespace Sidetone.Heartbeat.Scores;

/// <summary>The words of a job's status. The list is open: consumers must bear a word that is not here.</summary>
public static class JobStatus
{
    /// <summary>It waits for its turn.</summary>
    public const string Created = "Created";

    /// <summary>Its call is under way.</summary>
    public const string Dialling = "Dialling";

    /// <summary>Nothing was wrong.</summary>
    public const string Completed = "Completed";

    /// <summary>The call could not be placed, or the test broke off.</summary>
    public const string Failed = "Failed";

    /// <summary>The other side was busy (486, 600).</summary>
    public const string Busy = "Busy";

    /// <summary>It rang for as long as it may.</summary>
    public const string NoAnswer = "No Answer";

    /// <summary>There was no agent to answer.</summary>
    public const string AgentError = "Agent Error";

    /// <summary>The agent was offered the call and did not take it (603, 480).</summary>
    public const string NotAccepted = "Call Not Accepted by Agent";

    /// <summary>A measured score is below <see cref="StatusRule.PoorBelow"/>.</summary>
    public const string Poor = "Poor Call Quality";

    /// <summary>A measured score is below <see cref="StatusRule.VeryPoorBelow"/>.</summary>
    public const string VeryPoor = "Very Poor Call Quality";

    /// <summary>The call ended before the signal did.</summary>
    public const string Disconnected = "Call Disconnected Prematurely";

    /// <summary>It was answered after more than <see cref="StatusRule.HighRingingAfter"/>.</summary>
    public const string HighRinging = "High Ringing Time";

    /// <summary>Nobody dialled its slot in time. No event has it.</summary>
    public const string Missed = "Missed";

    /// <summary>The words that a workflow can name.</summary>
    public static IReadOnlyList<string> Outcomes { get; } =
    [Completed, Failed, Busy, NoAnswer, AgentError, NotAccepted, Poor, VeryPoor, Disconnected, HighRinging];
}
