using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Sidetone.Telemetry.Wire;

/// <summary>
/// Writes a reported issue as JSON, version 1. What <see cref="IssueReader"/> reads of it is the same issue, and the same
/// issue is always the same bytes.
/// </summary>
public static class IssueWriter
{
    /// <summary>Writes an issue, with an ingest key as a beacon carries it, or without.</summary>
    public static byte[] ToUtf8(Issue issue, string? key = null)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output, BatchWriter.Options))
        {
            json.WriteStartObject();
            WriteMembers(json, issue, key);
            WriteSamples(json, issue);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes an issue's members, but for its samples, into the object that the writer is in.</summary>
    public static void WriteMembers(Utf8JsonWriter json, Issue issue, string? key = null)
    {
        json.WriteNumber("version"u8, WireLimits.Version);
        json.WriteString("id"u8, issue.Id.ToString("N", CultureInfo.InvariantCulture));
        json.WriteNumber("at"u8, issue.At - issue.ClockOffsetMs);
        json.WriteString("agent"u8, issue.Agent);
        json.WriteString("category"u8, issue.Category);
        json.WriteNumber("clockOffsetMs"u8, issue.ClockOffsetMs);
        if (key is not null)
        {
            json.WriteString("key"u8, key);
        }

        json.WriteString("contactId"u8, issue.ContactId);
        json.WriteString("cause"u8, issue.Cause);
        json.WriteString("severity"u8, issue.Severity);
        json.WriteString("scenario"u8, issue.Scenario);
        json.WriteString("message"u8, issue.Message);
        if (issue.SoftphoneError is { } error)
        {
            json.WriteStartObject("softphoneError"u8);
            json.WriteString("type"u8, error.Type);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }

        FactsWriter.WriteNameAndVersion(json, "browser"u8, issue.Browser);
        if (issue.Machine is { } machine)
        {
            json.WriteStartObject("machine"u8);
            json.WriteString("cpuModel"u8, machine.CpuModel);
            WriteHundredths(json, "cpuUtilization"u8, machine.CpuUtilization);
            WriteHundredths(json, "memoryGb"u8, machine.Memory);
            WriteHundredths(json, "memoryAvailableGb"u8, machine.MemoryAvailable);
            json.WriteEndObject();
        }
    }

    /// <summary>Writes an issue's samples, if it has any, into the object that the writer is in.</summary>
    public static void WriteSamples(Utf8JsonWriter json, Issue issue) =>
        SampleWriter.Write(json, issue.Tracks, issue.ClockOffsetMs);

    private static void WriteHundredths(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } hundredths)
        {
            json.WriteNumber(name, new decimal(hundredths) / 100);
        }
    }
}
