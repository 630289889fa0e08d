using System.Text.Json;

namespace Sidetone.Telemetry.Wire;

/// <summary>Writes facts, and the devices and endpoints among them.</summary>
internal static class FactsWriter
{
    public static void Write(Utf8JsonWriter json, Facts facts, long clockOffsetMs)
    {
        json.WriteStartObject();
        if (facts.Baseline is { } baseline)
        {
            json.WriteBoolean("baseline"u8, baseline);
        }

        json.WriteTextIfAny("direction"u8, facts.Direction);
        json.WriteTextIfAny("previousContactId"u8, facts.PreviousContactId);
        json.WriteTextIfAny("nextContactId"u8, facts.NextContactId);
        json.WriteTextIfAny("queueName"u8, facts.QueueName);
        json.WriteNumberIfAny("enqueuedAt"u8, facts.EnqueuedAt - clockOffsetMs);
        json.WriteTextIfAny("callerId"u8, facts.CallerId);
        json.WriteTextIfAny("friendlyName"u8, facts.FriendlyName);
        WriteNameAndVersion(json, "browser"u8, facts.Browser);
        WriteNameAndVersion(json, "operatingSystem"u8, facts.OperatingSystem);
        json.WriteTextIfAny("cpuModel"u8, facts.CpuModel);
        if (facts.MemoryGb is { } memoryGb)
        {
            json.WriteNumber("memoryGb"u8, memoryGb);
        }

        json.WriteTextIfAny("mediaIpAddress"u8, facts.MediaIpAddress);
        json.WriteTextIfAny("networkType"u8, facts.NetworkType);
        json.WriteTextIfAny("softphoneUrl"u8, facts.SoftphoneUrl);
        json.WriteTextIfAny("softphoneContextUrl"u8, facts.SoftphoneContextUrl);
        json.WriteTextIfAny("sdkVersion"u8, facts.SdkVersion);
        json.WriteTextIfAny("mediaSessionId"u8, facts.MediaSessionId);
        json.WriteTextIfAny("mediaStrategy"u8, facts.MediaStrategy);
        json.WriteTextIfAny("audioCodec"u8, facts.AudioCodec);
        WriteEndpoints(json, facts, clockOffsetMs);
        if (facts.Devices is { } devices)
        {
            json.WriteStartArray("devices"u8);
            foreach (var device in devices)
            {
                WriteDevice(json, device, clockOffsetMs);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    public static void WriteDevice(Utf8JsonWriter json, MediaDevice device, long clockOffsetMs)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, device.Kind);
        json.WriteString("label"u8, device.Label);
        json.WriteString("deviceId"u8, device.DeviceId);
        json.WriteString("groupId"u8, device.GroupId);
        json.WriteNumberIfAny("at"u8, device.At - clockOffsetMs);
        json.WriteNumberIfAny("sampleRate"u8, device.SampleRate);
        json.WriteEndObject();
    }

    public static void WriteTextIfAny(this Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    public static void WriteNumberIfAny(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    public static void WriteNameAndVersion(Utf8JsonWriter json, ReadOnlySpan<byte> name, NameAndVersion? value)
    {
        if (value is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("name"u8, value.Name);
        json.WriteString("version"u8, value.Version);
        json.WriteEndObject();
    }

    private static void WriteEndpoints(Utf8JsonWriter json, Facts facts, long clockOffsetMs)
    {
        if (facts.MediaEndpoint is { } media)
        {
            json.WriteStartObject("mediaEndpoint"u8);
            json.WriteString("fqdn"u8, media.Fqdn);
            json.WriteString("destinationPort"u8, media.DestinationPort);
            json.WriteString("sourcePort"u8, media.SourcePort);
            json.WriteString("transport"u8, media.Transport);
            json.WriteString("privateIp"u8, media.PrivateIp);
            json.WriteString("candidateType"u8, media.CandidateType);
            json.WriteEndObject();
        }

        json.WriteTextIfAny("signallingFqdn"u8, facts.SignallingFqdn);
        if (facts.ServiceEndpoint is { } service)
        {
            json.WriteStartObject("serviceEndpoint"u8);
            json.WriteString("fqdn"u8, service.Fqdn);
            json.WriteNumber("transportLifeTimeSeconds"u8, service.TransportLifeTimeSeconds);
            json.WriteNumberIfAny("expiry"u8, service.Expiry - clockOffsetMs);
            json.WriteEndObject();
        }
    }
}
