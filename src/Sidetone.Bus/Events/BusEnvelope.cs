using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Events;

/// <summary>An event as rules and targets see it: the members, their order and their spelling are AWS's.</summary>
internal static class BusEnvelope
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes an event; its time has whole seconds.</summary>
    public static byte[] Write(
        BusTenant tenant,
        Guid id,
        string detailType,
        string source,
        DateTimeOffset time,
        IReadOnlyList<string> resources,
        ReadOnlySpan<byte> detail
    )
    {
        var buffer = new ArrayBufferWriter<byte>(detail.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        writer.WriteString("version"u8, "0"u8);
        writer.WriteString("id"u8, id);
        writer.WriteString("detail-type"u8, detailType);
        writer.WriteString("source"u8, source);
        writer.WriteString("account"u8, tenant.Account);
        writer.WriteString("time"u8, Seconds(time));
        writer.WriteString("region"u8, tenant.Region);
        writer.WriteStartArray("resources"u8);
        foreach (var resource in resources)
        {
            writer.WriteStringValue(resource);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("detail"u8);
        writer.WriteRawValue(detail, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A time as an envelope spells it.</summary>
    public static string Seconds(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
