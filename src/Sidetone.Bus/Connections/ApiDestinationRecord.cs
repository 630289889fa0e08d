using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Connections;

/// <summary>An HTTP endpoint that rules can call.</summary>
public sealed record ApiDestinationRecord : IResource
{
    /// <summary>The rate when none is given, calls per second.</summary>
    public const int DefaultRate = 300;

    /// <summary>Its connection is authorised.</summary>
    public const string Active = "ACTIVE";

    /// <summary>Its connection is not authorised, or not any more.</summary>
    public const string Inactive = "INACTIVE";

    static ResourceKind IResource.Kind => ResourceKind.ApiDestination;

    [JsonIgnore]
    string IResource.Parent => "";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The last part of its ARN.</summary>
    public required Guid Id { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary>The ARN of the connection that authorises it.</summary>
    public required string ConnectionArn { get; init; }

    /// <summary>The URL; each <c>*</c> in it is a path parameter.</summary>
    public required string InvocationEndpoint { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string HttpMethod { get; init; }

    /// <summary>The most calls per second; null is <see cref="DefaultRate"/>.</summary>
    public int? InvocationRateLimitPerSecond { get; init; }

    /// <summary><c>ACTIVE</c> or <c>INACTIVE</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>The state that a connection lets its destinations have.</summary>
    public static string StateWith(ConnectionRecord connection) =>
        connection.State == ConnectionRecord.Authorized ? Active : Inactive;
}
