using System.Buffers;
using System.Text.Json;

namespace Sidetone.Api;

/// <summary>Answers with one JSON object, of a known length and never from a cache.</summary>
internal static class JsonAnswer
{
    /// <summary>Writes an object with these members; a status that is not set yet stays 200.</summary>
    public static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, response.HttpContext.RequestAborted);
    }
}
