using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidetone.Delivery.Destinations;

/// <summary>The JSON around a detail, as EventBridge and the catalog have it.</summary>
public static class Envelope
{
    // The envelope is data between machines, never pasted into HTML: names keep their letters.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// One line of JSON in UTF-8; the detail stands in it byte for byte, but for line breaks around its values.
    /// </summary>
    public static byte[] Write(OutgoingEvent outgoing)
    {
        var buffer = new ArrayBufferWriter<byte>(outgoing.Detail.Length + 512);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("version"u8, "0"u8);
            json.WriteString("id"u8, outgoing.Id.Value);
            json.WriteString("detail-type"u8, outgoing.DetailType);
            json.WriteString("source"u8, outgoing.Source);
            json.WriteString("account"u8, outgoing.Account);
            json.WriteString("time"u8, Time(outgoing.OccurredAt));
            json.WriteString("region"u8, outgoing.Region);
            json.WriteStartArray("resources"u8);
            json.WriteEndArray();
            json.WritePropertyName("detail"u8);
            json.WriteRawValue(outgoing.Detail.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        var envelope = buffer.WrittenSpan.ToArray();

        // A line break within JSON can only stand between values: a space says the same, and keeps lines whole.
        envelope.AsSpan().Replace((byte)'\n', (byte)' ');
        envelope.AsSpan().Replace((byte)'\r', (byte)' ');
        return envelope;
    }

    /// <summary>Whole seconds of UTC, <c>2023-06-01T05:00:13Z</c>.</summary>
    public static string Time(DateTimeOffset occurredAt) =>
        occurredAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
