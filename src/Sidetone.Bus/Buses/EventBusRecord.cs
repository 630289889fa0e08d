using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Buses;

/// <summary>An event bus. A group's <c>default</c> bus is there without a record, until something about it is changed.</summary>
public sealed record EventBusRecord : IResource
{
    /// <summary>The bus that every group has.</summary>
    public const string DefaultName = "default";

    static ResourceKind IResource.Kind => ResourceKind.EventBus;

    [JsonIgnore]
    string IResource.Parent => "";

    /// <summary>Its name; with slashes when it belongs to a partner event source of that name.</summary>
    public required string Name { get; init; }

    /// <summary>The partner event source that it belongs to.</summary>
    public string? EventSourceName { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>Kept and shown; everything is stored as the server's own secrets and disks decide.</summary>
    public string? KmsKeyIdentifier { get; init; }

    /// <summary>Where events go that could not be delivered, when a target names nothing itself.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary><c>LogConfig</c> as it was given: JSON.</summary>
    public string? LogConfig { get; init; }

    /// <summary>The resource policy: JSON. It is kept and shown; groups are kept apart without it.</summary>
    public string? Policy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }
}
