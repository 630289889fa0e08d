using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Scores;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>Where a job is.</summary>
/// <remarks>
/// <code>
///   slot or request ──▶ queued ──claim──▶ running ───────────────────▶ ended
///        │                │                  │ │                         ▲
///        └──▶ missed ◀────┘ nobody had time  │ └── lease over: Failed ───┤
///                                            └──▶ awaiting ──────────────┘
///                          answered by a person   its leg came, or time is up
/// </code>
/// The numbers are stored. Queued, running and awaiting are open.
/// </remarks>
public enum JobState
{
    /// <summary>It waits for its turn.</summary>
    Queued = 0,

    /// <summary>A node places its call.</summary>
    Running = 1,

    /// <summary>Its outcome is known.</summary>
    Ended = 2,

    /// <summary>It stands for slots that nobody dialled.</summary>
    Missed = 3,

    /// <summary>Its call is over, and what the agent's browser observed has not come yet.</summary>
    Awaiting = 4,
}

/// <summary>One run of a heartbeat, or slots of it that were missed.</summary>
public sealed record HeartbeatJob
{
    /// <summary>Its id.</summary>
    public required JobId Id { get; init; }

    /// <summary>The group.</summary>
    public required Guid Group { get; init; }

    /// <summary>The heartbeat.</summary>
    public required Guid Heartbeat { get; init; }

    /// <summary>Its place among the heartbeat's jobs, in the order of slots.</summary>
    public required long Sequence { get; init; }

    /// <summary>The slot, of several the first; null when it was asked for.</summary>
    public DateTimeOffset? Slot { get; init; }

    /// <summary>How many slots it stands for; more than 1 only when they were missed.</summary>
    public required int Slots { get; init; }

    /// <summary>Where it is.</summary>
    public required JobState State { get; init; }

    /// <summary>One of <see cref="JobStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>Why, for a person; may be empty.</summary>
    public required string Reason { get; init; }

    /// <summary>The heartbeat as it was defined when the job was made.</summary>
    public required HeartbeatDefinition Definition { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When its call was placed, by the store's clock; null when none was.</summary>
    public DateTimeOffset? DialledAt { get; init; }

    /// <summary>Its scores.</summary>
    public JobScores Scores { get; init; }

    /// <summary>The id of the dialler's leg; may be empty.</summary>
    public required string DiallerCallId { get; init; }

    /// <summary>The id of the receiver's leg, or the contact of a human's; may be empty.</summary>
    public required string ReceiverCallId { get; init; }

    /// <summary>What happened in the call; null when none was placed, or nobody lived to tell.</summary>
    public CallRecord? Record { get; init; }

    /// <summary>The file of the recording within the recordings' folder; null when there is none.</summary>
    public string? Recording { get; init; }
}
