using System.Text;
using System.Text.Json.Nodes;
using Sidetone.Bus.Connections;

namespace Sidetone.Bus.Targets.Http;

/// <summary>How a connection authorises calls.</summary>
internal sealed class ApiAuthorization
{
    private readonly string? _header;
    private readonly string? _value;
    private readonly OAuthClient? _oauth;
    private readonly OAuthTokens _tokens;

    private ApiAuthorization(
        string? header,
        string? value,
        OAuthClient? oauth,
        HttpParameters parameters,
        OAuthTokens tokens
    )
    {
        _header = header;
        _value = value;
        _oauth = oauth;
        _tokens = tokens;
        Parameters = parameters;
    }

    /// <summary>What every call carries.</summary>
    public HttpParameters Parameters { get; }

    /// <summary>Whether a refused call may go through with a new token.</summary>
    public bool CanRefresh => _oauth is not null;

    /// <summary>The authorization of a connection with these <c>AuthParameters</c>.</summary>
    public static ApiAuthorization Of(ConnectionRecord connection, JsonObject parameters, OAuthTokens tokens)
    {
        var all = HttpParameters.Of(parameters["InvocationHttpParameters"]);
        if (parameters["BasicAuthParameters"] is JsonObject basic)
        {
            var pair = Encoding.UTF8.GetBytes($"{(string?)basic["Username"]}:{(string?)basic["Password"]}");
            return new ApiAuthorization("Authorization", $"Basic {Convert.ToBase64String(pair)}", null, all, tokens);
        }

        if (parameters["ApiKeyAuthParameters"] is JsonObject key)
        {
            return new ApiAuthorization((string?)key["ApiKeyName"], (string?)key["ApiKeyValue"], null, all, tokens);
        }

        return parameters["OAuthParameters"] is JsonObject oauth
            ? new ApiAuthorization(null, null, OAuthClient.Of(connection, oauth), all, tokens)
            : new ApiAuthorization(null, null, null, all, tokens);
    }

    /// <summary>Puts the authorization into a call; it may ask for a token first.</summary>
    /// <exception cref="TargetUnusableException">It cannot be made.</exception>
    /// <exception cref="HttpRequestException">The token's endpoint did not answer, or refused.</exception>
    public async Task ApplyAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (_header is not null)
        {
            ApiRequest.SetHeader(request, _header, _value ?? "");
        }
        else if (_oauth is not null)
        {
            ApiRequest.SetHeader(request, "Authorization", await _tokens.OfAsync(_oauth, cancellation));
        }
    }

    /// <summary>Forgets the token, which was refused.</summary>
    public void Refresh()
    {
        if (_oauth is not null)
        {
            _tokens.Forget(_oauth);
        }
    }
}
