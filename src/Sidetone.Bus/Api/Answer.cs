using System.Text.Json.Nodes;

namespace Sidetone.Bus.Api;

/// <summary>Builds answers: members without a value are left out, as AWS leaves them out.</summary>
internal static class Answer
{
    /// <summary>An answer without members.</summary>
    public static JsonObject Empty => [];

    /// <summary>An object of the members that have a value.</summary>
    public static JsonObject Of(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var answer = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                answer[name] = value;
            }
        }

        return answer;
    }

    /// <summary>An array.</summary>
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> print) => [.. items.Select(print)];

    /// <summary>An instant: seconds since the Unix epoch.</summary>
    public static JsonNode? Time(DateTimeOffset? time) =>
        time is { } known ? JsonValue.Create(WireTime.Of(known)) : null;

    /// <summary>Stored JSON.</summary>
    public static JsonNode? Json(string? json) => json is null ? null : JsonNode.Parse(json);
}
