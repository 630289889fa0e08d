using System.Text.Json;
using System.Text.Json.Serialization;
using Sidetone.Calls;

namespace Sidetone.Groups;

/// <summary>What a group chose about its summaries, as JSON.</summary>
internal static class CallSettingsJson
{
    private static readonly CallSettings s_default = new();

    /// <summary>Reads the object; what cannot be read adds a problem that names the member, and leaves the defaults.</summary>
    public static CallSettings Read(JsonElement value, List<string> problems)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return new CallSettings();
        }

        try
        {
            return Whole(value.Deserialize(CallSettingsJsonContext.Default.CallSettings) ?? new CallSettings());
        }
        catch (JsonException fault)
        {
            var path = fault.Path is { Length: > 2 } inside ? $"calls.{inside[2..]}" : "calls";
            problems.Add($"{path}: cannot be used: it is of another type, or there is no such setting.");
            return new CallSettings();
        }
    }

    // The generated reader leaves null what the object does not name.
    private static CallSettings Whole(CallSettings read) =>
        new() { MosFormula = read.MosFormula ?? s_default.MosFormula, Insights = read.Insights ?? s_default.Insights };

    /// <summary>Writes the object; rules in order of their names, so that the same settings are the same text.</summary>
    public static void Write(Utf8JsonWriter json, CallSettings settings)
    {
        var ordered = settings with
        {
            Insights = new SortedDictionary<string, InsightSetting>(
                settings.Insights.ToDictionary(StringComparer.Ordinal),
                StringComparer.Ordinal
            ),
        };
        JsonSerializer.Serialize(json, ordered, CallSettingsJsonContext.Default.CallSettings);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(CallSettings))]
internal sealed partial class CallSettingsJsonContext : JsonSerializerContext;
