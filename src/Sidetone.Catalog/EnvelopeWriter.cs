using System.Buffers;
using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Wraps a detail, given as bytes, into the envelope of a bus.</summary>
public static class EnvelopeWriter
{
    private const int EnvelopeBytes = 512;

    /// <summary>Writes an event of an envelope and a detail.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="detail">The detail as JSON in UTF-8, as <see cref="CatalogWriter"/> writes it; its bytes are not
    /// changed.</param>
    /// <returns>The event as JSON in UTF-8.</returns>
    /// <exception cref="ArgumentException">The detail is not a JSON object.</exception>
    public static byte[] Write(EventEnvelope envelope, ReadOnlySpan<byte> detail)
    {
        var buffer = new ArrayBufferWriter<byte>(detail.Length + EnvelopeBytes);
        Write(envelope, detail, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an event of an envelope and a detail.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="detail">The detail as JSON in UTF-8, as <see cref="CatalogWriter"/> writes it; its bytes are not
    /// changed.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="ArgumentException">The detail is not a JSON object; <paramref name="output"/> may then hold a
    /// part.</exception>
    public static void Write(EventEnvelope envelope, ReadOnlySpan<byte> detail, IBufferWriter<byte> output)
    {
        if (detail.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            throw new ArgumentException("The detail of an event is a JSON object.", nameof(detail));
        }

        using var json = new Utf8JsonWriter(output, CatalogWriter.Options);
        json.WriteStartObject();
        json.WriteString("version"u8, "0"u8);
        json.WriteString("id"u8, envelope.Id);
        json.WriteString("detail-type"u8, envelope.DetailType);
        json.WriteString("source"u8, envelope.Source);
        json.WriteString("account"u8, envelope.Account);
        json.WriteString("time"u8, CatalogTime.WholeSeconds(envelope.Time).Text);
        json.WriteString("region"u8, envelope.Region);
        json.WriteStartArray("resources"u8);
        foreach (var resource in envelope.Resources)
        {
            json.WriteStringValue(resource);
        }

        json.WriteEndArray();
        json.WritePropertyName("detail"u8);
        WriteRaw(json, detail);
        json.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter json, ReadOnlySpan<byte> detail)
    {
        try
        {
            json.WriteRawValue(detail);
        }
        catch (JsonException fault)
        {
            throw new ArgumentException("The detail of an event is a JSON object.", nameof(detail), fault);
        }
    }
}
