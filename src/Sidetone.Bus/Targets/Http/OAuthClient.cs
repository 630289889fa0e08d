using System.Text.Json.Nodes;
using Sidetone.Bus.Connections;

namespace Sidetone.Bus.Targets.Http;

/// <summary>A client of an OAuth server, which gets tokens by its own credentials (RFC 6749, section 4.4).</summary>
internal sealed record OAuthClient
{
    /// <summary>The connection, and which edition of it: another one has other tokens.</summary>
    public required (Guid Id, DateTimeOffset ModifiedAt) Key { get; init; }

    /// <summary>Where tokens are asked for.</summary>
    public required string Endpoint { get; init; }

    /// <summary>How.</summary>
    public required string Method { get; init; }

    /// <summary>The client's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The client's secret.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>What the request for a token carries besides.</summary>
    public required HttpParameters Parameters { get; init; }

    /// <summary>Reads <c>OAuthParameters</c>.</summary>
    public static OAuthClient Of(ConnectionRecord connection, JsonObject parameters) =>
        new()
        {
            Key = (connection.Id, connection.ModifiedAt),
            Endpoint = (string?)parameters["AuthorizationEndpoint"] ?? "",
            Method = (string?)parameters["HttpMethod"] ?? "POST",
            ClientId = (string?)parameters["ClientParameters"]?["ClientID"] ?? "",
            ClientSecret = (string?)parameters["ClientParameters"]?[nameof(ClientSecret)] ?? "",
            Parameters = HttpParameters.Of(parameters["OAuthHttpParameters"]),
        };
}
