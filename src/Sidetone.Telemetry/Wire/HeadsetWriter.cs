using System.Text.Json;

namespace Sidetone.Telemetry.Wire;

/// <summary>Writes what headsets told.</summary>
internal static class HeadsetWriter
{
    public static void Write(Utf8JsonWriter json, Batch batch)
    {
        if (batch.Headset.Count == 0)
        {
            return;
        }

        json.WriteStartArray("headset"u8);
        foreach (var report in batch.Headset)
        {
            json.WriteStartObject();
            json.WriteStartObject("device"u8);
            json.WriteString("name"u8, report.Device.Name);
            json.WriteString("productId"u8, report.Device.ProductId);
            json.WriteString("firmware"u8, report.Device.Firmware);
            json.WriteString("serial"u8, report.Device.Serial);
            json.WriteString("apiVersion"u8, report.Device.ApiVersion);
            json.WriteEndObject();
            json.WriteStartArray("events"u8);
            foreach (var told in report.Events)
            {
                Write(json, told, batch.ClockOffsetMs);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, HeadsetEvent told, long clockOffsetMs)
    {
        json.WriteStartObject();
        json.WriteNumber("at"u8, told.At - clockOffsetMs);
        json.WriteString("type"u8, told.Type);
        if (told.On is { } on)
        {
            json.WriteBoolean("on"u8, on);
        }

        if (told.Level is { } level)
        {
            json.WriteNumber("level"u8, new decimal(level) / 100);
        }

        json.WriteEndObject();
    }
}
