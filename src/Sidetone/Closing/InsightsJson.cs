using System.Text.Json;
using System.Text.Json.Serialization;
using Sidetone.Calls.Insights;

namespace Sidetone.Closing;

/// <summary>Insights as they are kept beside a call: with what the event has no place for.</summary>
internal static class InsightsJson
{
    /// <summary>UTF-8 JSON, an array.</summary>
    public static byte[] Write(IReadOnlyList<Insight> insights) =>
        JsonSerializer.SerializeToUtf8Bytes(insights, InsightsJsonContext.Default.IReadOnlyListInsight);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Insight>))]
internal sealed partial class InsightsJsonContext : JsonSerializerContext;
