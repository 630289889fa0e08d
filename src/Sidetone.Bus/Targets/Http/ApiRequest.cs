using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Sidetone.Bus.Targets.Http;

/// <summary>Makes the HTTP requests of API destinations, with the headers that AWS sends.</summary>
internal static class ApiRequest
{
    private const int QueryMax = 8_000;

    /// <summary>One call: what the connection says wins over what the target says.</summary>
    /// <exception cref="TargetUnusableException">A value cannot stand in a header or the URL.</exception>
    public static HttpRequestMessage Make(
        string method,
        string endpoint,
        HttpParameters connection,
        TargetValues target,
        ReadOnlyMemory<byte> body
    )
    {
        var query = target.Query.Where(entry => connection.Query.All(own => own.Key != entry.Key));
        var request = new HttpRequestMessage(
            new HttpMethod(method),
            Url(endpoint, target.Path, [.. query, .. connection.Query])
        );
        if (method is not ("GET" or "HEAD"))
        {
            request.Content = new ByteArrayContent(WithMembers(body, connection.Body).ToArray());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        request.Headers.TryAddWithoutValidation("User-Agent", "Amazon/EventBridge/ApiDestinations");
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-1048575");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip,deflate");
        request.Headers.ConnectionClose = true;
        foreach (var (name, value) in target.Headers.Concat(connection.Headers))
        {
            SetHeader(request, name, value);
        }

        return request;
    }

    /// <summary>Sets a header over one that is there.</summary>
    /// <exception cref="TargetUnusableException">It cannot be one.</exception>
    public static void SetHeader(HttpRequestMessage request, string name, string value)
    {
        var isContent = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
        HttpHeaders? headers = isContent ? request.Content?.Headers : request.Headers;
        if (headers is null)
        {
            return; // A call without a body describes none.
        }

        // Framing and the host belong to the connection; a line break would begin another header.
        var ours =
            name.Equals("Host", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Connection", StringComparison.OrdinalIgnoreCase);
        if (ours || value.AsSpan().ContainsAny("\r\n\0"))
        {
            throw new TargetUnusableException(TargetErrors.InvalidInput, $"\"{name}\" cannot be a header of a call.");
        }

        headers.Remove(name);
        if (!headers.TryAddWithoutValidation(name, value))
        {
            throw new TargetUnusableException(TargetErrors.InvalidInput, $"\"{name}\" cannot be a header of a call.");
        }
    }

    /// <summary>The URL with its <c>*</c> filled in order and the query parameters added.</summary>
    /// <exception cref="TargetUnusableException">It is no URL then.</exception>
    public static Uri Url(string endpoint, IReadOnlyList<string> path, IReadOnlyList<(string Key, string Value)> query)
    {
        var parts = endpoint.Split('*');
        var text = new StringBuilder(parts[0]);
        for (var i = 1; i < parts.Length; i++)
        {
            // Escaped: a value of an event must not lead to another path.
            text.Append(i <= path.Count ? Uri.EscapeDataString(path[i - 1]) : "").Append(parts[i]);
        }

        foreach (var (key, value) in query)
        {
            text.Append(text.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?')
                .Append(Uri.EscapeDataString(key))
                .Append('=')
                .Append(Uri.EscapeDataString(value));
        }

        return
            text.Length <= QueryMax + endpoint.Length && Uri.TryCreate(text.ToString(), UriKind.Absolute, out var url)
            ? url
            : throw new TargetUnusableException(
                TargetErrors.InvalidInput,
                $"{endpoint} is no URL with its parameters."
            );
    }

    /// <summary>The connection's body parameters as members of a body that is an object.</summary>
    private static ReadOnlyMemory<byte> WithMembers(
        ReadOnlyMemory<byte> body,
        IReadOnlyList<(string Key, string Value)> members
    )
    {
        if (members.Count == 0 || JsonNode.Parse(body.Span) is not JsonObject known)
        {
            return body;
        }

        foreach (var (key, value) in members)
        {
            known[key] = value;
        }

        return Encoding.UTF8.GetBytes(known.ToJsonString());
    }
}
