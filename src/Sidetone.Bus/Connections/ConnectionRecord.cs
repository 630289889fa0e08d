using System.Text.Json.Serialization;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Connections;

/// <summary>How API destinations authorise themselves.</summary>
public sealed record ConnectionRecord : IResource
{
    /// <summary>Its secrets can be used.</summary>
    public const string Authorized = "AUTHORIZED";

    /// <summary>It waits for its first access token.</summary>
    public const string Authorizing = "AUTHORIZING";

    /// <summary>Its secrets were removed.</summary>
    public const string Deauthorized = "DEAUTHORIZED";

    static ResourceKind IResource.Kind => ResourceKind.Connection;

    [JsonIgnore]
    string IResource.Parent => "";

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The last part of its ARN.</summary>
    public required Guid Id { get; init; }

    /// <summary>The last part of its secret's ARN; no secret can be read there.</summary>
    public required Guid SecretId { get; init; }

    /// <summary>For people.</summary>
    public string? Description { get; init; }

    /// <summary><c>BASIC</c>, <c>API_KEY</c> or <c>OAUTH_CLIENT_CREDENTIALS</c>.</summary>
    public required string AuthorizationType { get; init; }

    /// <summary><c>AUTHORIZED</c>, <c>AUTHORIZING</c>, <c>DEAUTHORIZED</c> …</summary>
    public required string State { get; init; }

    /// <summary>Why it is in its state.</summary>
    public string? StateReason { get; init; }

    /// <summary><c>AuthParameters</c> as they are shown: JSON without any secret.</summary>
    public required string PublicParameters { get; init; }

    /// <summary><c>AuthParameters</c> as they were given: JSON in a secret box under <see cref="SecretContext"/>.</summary>
    public required byte[] SealedParameters { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ModifiedAt { get; init; }

    /// <summary>When its authorisation was last good.</summary>
    public DateTimeOffset? AuthorizedAt { get; init; }

    /// <summary>Where its secret box opens.</summary>
    [JsonIgnore]
    public string SecretContext => $"connection/{Id}";
}
