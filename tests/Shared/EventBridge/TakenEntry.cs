using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidetone.Tests.EventBridge;

/// <summary>An entry that a receiver took, and would deliver to rules.</summary>
internal sealed record TakenEntry(
    string EventId,
    string? Bus,
    string Source,
    string DetailType,
    string Detail,
    IReadOnlyList<string> Resources,
    double? Time
)
{
    /// <summary>Our own id, from the first resource.</summary>
    public string StableId => Resources[0].Replace("sidetone:event/", "", StringComparison.Ordinal);

    /// <summary>The envelope, as AWS builds it: the id is AWS's own.</summary>
    public string Envelope(string account, string region) =>
        new JsonObject
        {
            ["version"] = "0",
            ["id"] = EventId,
            ["detail-type"] = DetailType,
            ["source"] = Source,
            ["account"] = account,
            ["time"] = DateTimeOffset
                .UnixEpoch.AddSeconds(Math.Floor(Time ?? 0))
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["region"] = region,
            ["resources"] = new JsonArray([.. Resources.Select(each => (JsonNode)each)]),
            ["detail"] = JsonNode.Parse(Detail),
        }.ToJsonString();

    /// <summary>Reads an entry of a request; null members are absent.</summary>
    public static TakenEntry Read(JsonElement entry, string eventId) =>
        new(
            eventId,
            Text(entry, "EventBusName"),
            Text(entry, "Source") ?? "",
            Text(entry, "DetailType") ?? "",
            Text(entry, "Detail") ?? "",
            entry.TryGetProperty(nameof(Resources), out var resources)
                ? [.. resources.EnumerateArray().Select(each => each.GetString()!)]
                : [],
            entry.TryGetProperty(nameof(Time), out var time) ? time.GetDouble() : null
        );

    /// <summary>The size by the documented formula, counted on what arrived.</summary>
    public static int Size(JsonElement entry)
    {
        var read = Read(entry, "");
        return (read.Time is null ? 0 : 14)
            + System.Text.Encoding.UTF8.GetByteCount(read.Source)
            + System.Text.Encoding.UTF8.GetByteCount(read.DetailType)
            + System.Text.Encoding.UTF8.GetByteCount(read.Detail)
            + read.Resources.Sum(System.Text.Encoding.UTF8.GetByteCount);
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) ? value.GetString() : null;
}
