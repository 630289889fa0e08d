using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>Writes dumps as webrtc-internals writes them: the values of a series as a text of JSON.</summary>
internal sealed class InternalsDump
{
    /// <summary>2023-11-14T22:13:20Z.</summary>
    public const long Start = 1_700_000_000_000;

    private readonly JsonObject _stats = [];
    private readonly JsonArray _log = [];
    private readonly JsonArray _media = [];

    public string UserAgent { get; set; } =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36";

    /// <summary>Adds a member's series, a value each second from a second on.</summary>
    public InternalsDump With(string id, string member, string? type, int from, params object?[] values)
    {
        var series = new JsonObject
        {
            ["startTime"] = Date(Start + (from * 1000L)),
            ["endTime"] = Date(Start + ((from + values.Length - 1) * 1000L)),
        };
        if (type is not null)
        {
            series["statsType"] = type;
        }

        series["values"] = JsonSerializer.Serialize(values);
        _stats[$"{id}-{member}"] = series;
        return this;
    }

    /// <summary>Adds the series of times that dumps have since Chrome 117.</summary>
    public InternalsDump Times(string id, string type, int from, int count) =>
        With(
            id,
            "timestamp",
            type,
            from,
            [.. Enumerable.Range(from, count).Select(second => (object)(Start + (second * 1000L) + 0.25))]
        );

    public InternalsDump Log(JsonNode time, string type, string value)
    {
        _log.Add(
            new JsonObject
            {
                ["time"] = time,
                ["type"] = type,
                ["value"] = value,
            }
        );
        return this;
    }

    public InternalsDump Media(JsonObject entry)
    {
        _media.Add(entry);
        return this;
    }

    public override string ToString() =>
        new JsonObject
        {
            ["getUserMedia"] = _media.DeepClone(),
            ["PeerConnections"] = new JsonObject
            {
                ["7-1"] = new JsonObject
                {
                    ["pid"] = 7,
                    ["url"] = "https://softphone.example/",
                    ["stats"] = _stats.DeepClone(),
                    ["updateLog"] = _log.DeepClone(),
                },
            },
            [nameof(UserAgent)] = UserAgent,
        }.ToJsonString();

    private static string Date(long time) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(time)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
