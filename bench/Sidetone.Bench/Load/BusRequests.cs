using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidetone.Bench.Load;

/// <summary>Requests to the bus in the AWS JSON 1.1 protocol, made before the clock runs.</summary>
internal static class BusRequests
{
    private const int EntriesMax = 10; // What PutEvents takes.

    // As AWS's tools write it: a detail is JSON within JSON, and the usual encoder writes six bytes for each of its quotes.
    private static readonly JsonSerializerOptions s_written = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The source of the generated events begins with what only AWS may send; rules and events lose it alike.</summary>
    public static string WithoutAws(string json) => json.Replace("aws.partner/", "partner/", StringComparison.Ordinal);

    /// <summary>A request for an operation.</summary>
    public static byte[] Of(string operation, string parameters)
    {
        var body = Encoding.UTF8.GetBytes(parameters);
        var head = Encoding.ASCII.GetBytes(
            "POST /bus HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.1\r\n"
                + $"X-Amz-Target: AWSEvents.{operation}\r\nContent-Length: {body.Length}\r\n\r\n"
        );
        return [.. head, .. body];
    }

    /// <summary>The bodies of <c>PutEvents</c> that put events, given as envelopes.</summary>
    public static string[] Bodies(IEnumerable<JsonObject> envelopes) =>
        [
            .. envelopes
                .Chunk(EntriesMax)
                .Select(chunk =>
                    new JsonObject { ["Entries"] = new JsonArray([.. chunk.Select(Entry)]) }.ToJsonString(s_written)
                ),
        ];

    /// <summary>Bodies as requests for an operation, spread over connections.</summary>
    public static byte[][][] Spread(string operation, string[] bodies, int connections) =>
        [
            .. bodies
                .Select((body, i) => (Request: Of(operation, body), Connection: i % connections))
                .GroupBy(each => each.Connection, each => each.Request)
                .Select(each => each.ToArray()),
        ];

    private static JsonNode Entry(JsonObject envelope) =>
        new JsonObject
        {
            ["Source"] = envelope["source"]!.GetValue<string>(),
            ["DetailType"] = envelope["detail-type"]!.GetValue<string>(),
            ["Time"] = DateTimeOffset.Parse(envelope["time"]!.GetValue<string>(), null).ToUnixTimeSeconds(),
            ["Detail"] = envelope["detail"]!.ToJsonString(s_written),
        };
}
