using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidetone.Bus.Targets.Http;

/// <summary>Gets tokens from OAuth servers and keeps them until they end or are refused.</summary>
internal sealed class OAuthTokens(HttpMessageInvoker http, bool plainHttp, TimeProvider time)
{
    private const int AnswerBytesMax = 64 * 1024;

    // Asked for anew this long before the end, so that none ends on its way.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LifeDefault = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LifeMax = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<Guid, Kept> _tokens = [];

    /// <summary>The value of the header <c>Authorization</c> for a client.</summary>
    /// <exception cref="TargetUnusableException">The endpoint cannot be called.</exception>
    /// <exception cref="HttpRequestException">The endpoint did not answer, or refused.</exception>
    public async Task<string> OfAsync(OAuthClient client, CancellationToken cancellation)
    {
        if (
            _tokens.TryGetValue(client.Key.Id, out var known)
            && known.ModifiedAt == client.Key.ModifiedAt
            && known.Until > time.GetUtcNow()
        )
        {
            return known.Header;
        }

        var kept = await AskAsync(client, cancellation);
        _tokens[client.Key.Id] = kept;
        return kept.Header;
    }

    /// <summary>Forgets a client's token: the next call asks for another.</summary>
    public void Forget(OAuthClient client) => _tokens.TryRemove(client.Key.Id, out _);

    private async Task<Kept> AskAsync(OAuthClient client, CancellationToken cancellation)
    {
        ApiDestinationKind.RequireScheme(client.Endpoint, plainHttp);
        using var request = Request(client);
        using var response = await http.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"The authorization endpoint answered {(int)response.StatusCode}.",
                null,
                response.StatusCode
            );
        }

        var buffer = new byte[AnswerBytesMax];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return Read(buffer.AsSpan(0, read), client);
    }

    private static HttpRequestMessage Request(OAuthClient client)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "client_credentials"),
            new("client_id", client.ClientId),
            new("client_secret", client.ClientSecret),
        };
        fields.RemoveAll(field => client.Parameters.Body.Any(own => own.Key == field.Key));
        fields.AddRange(client.Parameters.Body.Select(own => new KeyValuePair<string, string>(own.Key, own.Value)));
        var isGet = client.Method == "GET";
        var query = isGet
            ? [.. fields.Select(field => (field.Key, field.Value)), .. client.Parameters.Query]
            : client.Parameters.Query;
        var request = new HttpRequestMessage(new HttpMethod(client.Method), ApiRequest.Url(client.Endpoint, [], query));
        if (!isGet)
        {
            request.Content = new FormUrlEncodedContent(fields);
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.TryAddWithoutValidation("User-Agent", "Amazon/EventBridge/ApiDestinations");
        foreach (var (name, value) in client.Parameters.Headers)
        {
            ApiRequest.SetHeader(request, name, value);
        }

        return request;
    }

    private Kept Read(ReadOnlySpan<byte> answer, OAuthClient client)
    {
        try
        {
            var json = JsonNode.Parse(answer);
            if (json?["access_token"] is JsonValue token && token.TryGetValue<string>(out var text))
            {
                var life =
                    json["expires_in"] is JsonValue seconds
                    && double.TryParse(
                        seconds.ToString(),
                        System.Globalization.CultureInfo.InvariantCulture,
                        out var given
                    )
                        ? TimeSpan.FromSeconds(Math.Clamp(given, 0, LifeMax.TotalSeconds))
                        : LifeDefault;
                var type = (string?)json["token_type"] is { Length: > 0 } named ? named : "Bearer";
                return new Kept($"{type} {text}", time.GetUtcNow() + life - Early, client.Key.ModifiedAt);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new HttpRequestException("The authorization endpoint's answer is not JSON.", wrong);
        }

        throw new HttpRequestException("The authorization endpoint's answer has no access_token.");
    }

    private sealed record Kept(string Header, DateTimeOffset Until, DateTimeOffset ModifiedAt);
}
