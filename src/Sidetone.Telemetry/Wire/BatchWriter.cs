using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sidetone.Telemetry.Wire;

/// <summary>
/// Writes a batch as JSON, version 1 (<c>docs/reference/batch-format.md</c>). What <see cref="BatchReader"/> reads of it
/// is the same batch, with its tracks ordered by key and without its sender, which is not part of the wire.
/// </summary>
public static class BatchWriter
{
    internal static readonly JsonWriterOptions Options = new()
    {
        // The text never stands in a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes a batch, with an ingest key as a beacon carries it, or without.</summary>
    public static byte[] ToUtf8(Batch batch, string? key = null)
    {
        var output = new ArrayBufferWriter<byte>(4096);
        Write(batch, output, key);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a batch, with an ingest key as a beacon carries it, or without.</summary>
    public static void Write(Batch batch, IBufferWriter<byte> output, string? key = null)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteNumber("version"u8, WireLimits.Version);
        if (key is not null)
        {
            json.WriteString("key"u8, key);
        }

        json.WriteString("contactId"u8, batch.ContactId);
        json.WriteString("agent"u8, batch.Agent);
        json.WriteString("session"u8, batch.Session);
        json.WriteNumber("sequence"u8, batch.Sequence);
        if (batch.Source is BatchSource.Platform)
        {
            json.WriteString("source"u8, "platform"u8);
        }

        json.WriteNumber("clockOffsetMs"u8, batch.ClockOffsetMs);
        if (batch.IsRecording)
        {
            json.WriteBoolean("recording"u8, true);
        }

        if (batch.Facts is { } facts)
        {
            json.WritePropertyName("facts"u8);
            FactsWriter.Write(json, facts, batch.ClockOffsetMs);
        }

        SampleWriter.Write(json, batch.Tracks, batch.ClockOffsetMs);
        WriteHappenings(json, batch);
        HeadsetWriter.Write(json, batch);
        json.WriteEndObject();
    }

    private static void WriteHappenings(Utf8JsonWriter json, Batch batch)
    {
        if (batch.Happenings.Count == 0)
        {
            return;
        }

        json.WriteStartArray("happenings"u8);
        foreach (var happening in batch.Happenings)
        {
            json.WriteStartObject();
            json.WriteNumber("at"u8, happening.At - batch.ClockOffsetMs);
            json.WriteString("type"u8, happening.Type);
            if (happening.Connection.Length > 0)
            {
                json.WriteString("connection"u8, happening.Connection);
            }

            json.WriteNumberIfAny("lastSequence"u8, happening.LastSequence);
            json.WriteTextIfAny("endedBy"u8, happening.EndedBy);
            if (happening.Device is { } device)
            {
                json.WritePropertyName("device"u8);
                FactsWriter.WriteDevice(json, device, batch.ClockOffsetMs);
            }

            json.WriteTextIfAny("value"u8, happening.Value);
            json.WriteTextIfAny("message"u8, happening.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
