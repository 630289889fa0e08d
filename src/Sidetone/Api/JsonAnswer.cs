using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sidetone.Api;

/// <summary>Answers with JSON, of a known length and never from a cache.</summary>
internal static class JsonAnswer
{
    /// <summary>Writes an object with these members; a status that is not set yet stays 200.</summary>
    public static Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> members) =>
        SendAsync(
            response,
            json =>
            {
                json.WriteStartObject();
                members(json);
                json.WriteEndObject();
            }
        );

    /// <summary>Writes a value that is made already.</summary>
    public static Task WriteAsync(HttpResponse response, JsonNode value) =>
        SendAsync(response, json => value.WriteTo(json));

    private static async Task SendAsync(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            write(json);
        }

        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, response.HttpContext.RequestAborted);
    }
}
