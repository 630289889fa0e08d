using Sidetone.Storage.Log;

namespace Sidetone.Closing;

/// <summary>A closed call as it is stored: its events' details, and everything they can be made from again.</summary>
internal sealed record ClosedCall
{
    /// <summary>Its key.</summary>
    public required CallKey Key { get; init; }

    /// <summary>The group.</summary>
    public required Guid Group { get; init; }

    /// <summary>The platform's id of the call leg.</summary>
    public required string ContactId { get; init; }

    /// <summary>The agent's user name.</summary>
    public required string Agent { get; init; }

    /// <summary>When it ended, in milliseconds since the Unix epoch; 0 when unknown.</summary>
    public required long EndedAt { get; init; }

    /// <summary>The catalog profile that the summary was written in.</summary>
    public required int Profile { get; init; }

    /// <summary>Name and version of the formula behind the scores.</summary>
    public required string MosFormula { get; init; }

    /// <summary>The version of the group's settings that the summary was made with.</summary>
    public required long SettingsVersion { get; init; }

    /// <summary>True when what came after the close changed the summary since it was sent.</summary>
    public required bool ChangedSinceSent { get; init; }

    /// <summary>
    /// The agent under which its events' ids were made, where that is not <see cref="Agent"/>: they were sent before the
    /// agent was known. Null otherwise.
    /// </summary>
    public string? SentAs { get; init; }

    /// <summary>The detail of its CallSummary event, UTF-8 JSON.</summary>
    public required byte[] Summary { get; init; }

    /// <summary>Its insights with direction, value and windows, UTF-8 JSON.</summary>
    public required byte[] Insights { get; init; }

    /// <summary>Its samples and happenings, packed; see <see cref="Telemetry.Packing.RecordingCodec"/>.</summary>
    public required byte[] Recording { get; init; }
}
