using Sidetone.Telemetry;

namespace Sidetone.Platforms.Connect.Records;

/// <summary>What one record says of one voice contact, before field rules.</summary>
internal sealed record ContactReport
{
    /// <summary>The kind of record, one of <see cref="PlatformRecordKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// What makes the record the same record when it comes again, within its kind; null when it has nothing but its
    /// content.
    /// </summary>
    public required string? Identity { get; init; }

    /// <summary>The contact.</summary>
    public required string ContactId { get; init; }

    /// <summary>When the platform wrote it, in milliseconds since the Unix epoch.</summary>
    public required long WrittenAt { get; init; }

    /// <summary>The agent's ARN; null when the record names no agent.</summary>
    public string? AgentArn { get; init; }

    /// <summary>The agent's user name; null when the record does not say it.</summary>
    public string? AgentName { get; init; }

    /// <summary>True when the agent was connected to the contact; false when it was only offered.</summary>
    public bool IsTaken { get; init; }

    /// <summary>The queue's ARN; null when the record names no queue.</summary>
    public string? QueueArn { get; init; }

    /// <summary>What it says besides happenings.</summary>
    public Facts Facts { get; init; } = new();

    /// <summary>What it says happened, the writing of the record itself left out.</summary>
    public IReadOnlyList<Happening> Happenings { get; init; } = [];
}

/// <summary>A name that a record gives to an ARN.</summary>
/// <param name="Arn">The ARN of an agent or a queue.</param>
/// <param name="Kind">Which of them.</param>
/// <param name="Name">The agent's user name or the queue's name.</param>
/// <param name="FriendlyName">The agent's name for people; empty when not said.</param>
internal sealed record NamedArn(string Arn, ArnKind Kind, string Name, string FriendlyName = "");

/// <summary>What an ARN is of.</summary>
internal enum ArnKind
{
    Agent,
    Queue,
}

/// <summary>Why a record that was understood tells of no call.</summary>
internal enum IgnoredReason
{
    /// <summary>Its contact is a chat, a task or an e-mail.</summary>
    OtherChannel,

    /// <summary>It is about an agent without any voice contact.</summary>
    NoContact,
}

/// <summary>Everything that one record says.</summary>
/// <param name="Reports">One for each voice contact that it tells of.</param>
/// <param name="Names">The names that it gives to ARNs.</param>
/// <param name="Ignored">Why there is no report; null when there is one.</param>
internal sealed record RecordContent(
    IReadOnlyList<ContactReport> Reports,
    IReadOnlyList<NamedArn> Names,
    IgnoredReason? Ignored = null
);
