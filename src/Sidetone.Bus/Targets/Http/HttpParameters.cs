using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Bus.Inputs;
using Sidetone.Bus.Rules;

namespace Sidetone.Bus.Targets.Http;

/// <summary>What a call carries besides its body: from the connection, and from the target for each event.</summary>
internal sealed class HttpParameters
{
    private readonly List<(string Key, string Value)> _headers;
    private readonly List<(string Key, string Value)> _query;
    private readonly List<(string Key, string Value)> _body;

    private HttpParameters(JsonObject? lists)
    {
        _headers = Read(lists, "HeaderParameters");
        _query = Read(lists, "QueryStringParameters");
        _body = Read(lists, "BodyParameters");
    }

    /// <summary>Headers of every call.</summary>
    public IReadOnlyList<(string Key, string Value)> Headers => _headers;

    /// <summary>Members that every body gets.</summary>
    public IReadOnlyList<(string Key, string Value)> Body => _body;

    /// <summary>Query parameters of every call.</summary>
    public IReadOnlyList<(string Key, string Value)> Query => _query;

    /// <summary>Reads <c>InvocationHttpParameters</c> or <c>OAuthHttpParameters</c>.</summary>
    public static HttpParameters Of(JsonNode? lists) => new(lists as JsonObject);

    /// <summary>A target's values for one event: what begins with <c>$.</c> is looked up in it.</summary>
    public static TargetValues ForEvent(HttpParametersRecord? target, ReadOnlyMemory<byte> envelope)
    {
        if (target is null)
        {
            return new TargetValues([], [], []);
        }

        using var document = NeedsEvent(target) ? TargetInput.Parse(envelope) : null;
        return new TargetValues(
            [.. (target.PathParameterValues ?? []).Select(value => Value(value, document))],
            Values(target.HeaderParameters, document),
            Values(target.QueryStringParameters, document)
        );
    }

    private static bool NeedsEvent(HttpParametersRecord target) =>
        (target.PathParameterValues ?? [])
            .Concat(target.HeaderParameters?.Values ?? [])
            .Concat(target.QueryStringParameters?.Values ?? [])
            .Any(value => value.StartsWith('$'));

    private static List<(string Key, string Value)> Values(
        IReadOnlyDictionary<string, string>? values,
        JsonDocument? document
    ) => [.. (values ?? new Dictionary<string, string>()).Select(entry => (entry.Key, Value(entry.Value, document)))];

    private static string Value(string value, JsonDocument? document)
    {
        if (document is null || !value.StartsWith('$') || !JsonPath.TryParse(value, out var path))
        {
            return value;
        }

        return path.Find(document.RootElement) switch
        {
            null => "",
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { } other => other.GetRawText(),
        };
    }

    private static List<(string Key, string Value)> Read(JsonObject? lists, string name) =>
        [
            .. (lists?[name] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(entry => ((string?)entry["Key"] ?? "", (string?)entry["Value"] ?? ""))
                .Where(entry => entry.Item1.Length > 0),
        ];
}

/// <summary>What a target adds to one call.</summary>
/// <param name="Path">The values of the <c>*</c> in the URL, in order.</param>
/// <param name="Headers">Headers.</param>
/// <param name="Query">Query parameters.</param>
internal sealed record TargetValues(
    IReadOnlyList<string> Path,
    IReadOnlyList<(string Key, string Value)> Headers,
    IReadOnlyList<(string Key, string Value)> Query
);
