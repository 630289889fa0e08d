using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Archives;

/// <summary>An archive: the events of a bus that are kept to be replayed.</summary>
public sealed record ArchiveRecord : IResource
{
    static ResourceKind IResource.Kind => ResourceKind.Archive;

    [JsonIgnore]
    string IResource.Parent => "";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Tells it from an earlier archive of the same name, whose events are not its own.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name of the bus.</summary>
    public required string Bus { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Which events; all when there is none.</summary>
    public string? EventPattern { get; init; }

    /// <summary>How long they are kept; 0 for ever.</summary>
    public int RetentionDays { get; init; }

    /// <summary>Kept and shown.</summary>
    public string? KmsKeyIdentifier { get; init; }

    /// <summary><c>ENABLED</c>, <c>DISABLED</c> …</summary>
    public required string State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
