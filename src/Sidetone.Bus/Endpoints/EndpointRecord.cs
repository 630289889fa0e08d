using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Endpoints;

/// <summary>A global endpoint, kept and shown: there is one region here, and nothing to fail over to.</summary>
public sealed record EndpointRecord : IResource
{
    static ResourceKind IResource.Kind => ResourceKind.Endpoint;

    [JsonIgnore]
    string IResource.Parent => "";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The first part of its id and address.</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary><c>RoutingConfig</c>: JSON.</summary>
    public required string RoutingConfig { get; init; }

    /// <summary><c>ReplicationConfig</c>: JSON.</summary>
    public string? ReplicationConfig { get; init; }

    /// <summary><c>EventBuses</c>: JSON.</summary>
    public required string EventBuses { get; init; }

    /// <summary>Kept and shown.</summary>
    public string? RoleArn { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }
}
