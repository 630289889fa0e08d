using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Archives;

/// <summary>A replay: events of an archive, put on its bus again.</summary>
/// <remarks>
/// <code>
///  STARTING ──▶ RUNNING ──▶ COMPLETED
///      └───────────┴──▶ CANCELLING ──▶ CANCELLED          any ──▶ FAILED
/// </code>
/// </remarks>
public sealed record ReplayRecord : IResource
{
    /// <summary>It was asked for.</summary>
    public const string Starting = "STARTING";

    /// <summary>It puts events on its bus.</summary>
    public const string Running = "RUNNING";

    /// <summary>Somebody asked to stop it.</summary>
    public const string Cancelling = "CANCELLING";

    /// <summary>It was stopped.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Every event was put.</summary>
    public const string Completed = "COMPLETED";

    /// <summary>It could not go on.</summary>
    public const string Failed = "FAILED";

    static ResourceKind IResource.Kind => ResourceKind.Replay;

    [JsonIgnore]
    string IResource.Parent => "";

    /// <summary>Its name, which stands in each replayed event.</summary>
    public required string Name { get; init; }

    /// <summary>The archive's name.</summary>
    public required string Archive { get; init; }

    /// <summary>The archive's id.</summary>
    public required Guid ArchiveId { get; init; }

    /// <summary>The name of the bus.</summary>
    public required string Bus { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>The ARNs of the rules that see the events; every rule when there are none.</summary>
    public IReadOnlyList<string> FilterArns { get; init; } = [];

    /// <summary>The first <c>time</c> of events that are replayed.</summary>
    public required DateTimeOffset EventStart { get; init; }

    /// <summary>The end of the times of events that are replayed, not included.</summary>
    public required DateTimeOffset EventEnd { get; init; }

    /// <summary>Where it is in its life; see the drawing.</summary>
    public required string State { get; init; }

    /// <summary>Why it is in its state.</summary>
    public string? StateReason { get; init; }

    /// <summary>The <c>time</c> of the last event that was replayed.</summary>
    public DateTimeOffset? LastReplayed { get; init; }

    /// <summary>The last event of the archive that was put on the bus: replaying goes on after it.</summary>
    public long Position { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it is not over.</summary>
    [JsonIgnore]
    public bool IsActive => State is Starting or Running or Cancelling;
}
