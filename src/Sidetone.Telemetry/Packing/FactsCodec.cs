namespace Sidetone.Telemetry.Packing;

/// <summary>Packs facts: a mask with one bit per member that is there, lowest first, then those members in that order.</summary>
internal static class FactsCodec
{
    private const int DeviceBytesMin = 5;
    private const int TextCount = 16;
    private const int Baseline = 16;
    private const int BaselineValue = 17;
    private const int EnqueuedAt = 18;
    private const int MemoryGb = 19;
    private const int Browser = 20;
    private const int OperatingSystem = 21;
    private const int MediaEndpoint = 22;
    private const int ServiceEndpoint = 23;
    private const int Devices = 24;
    private const int MaskBits = 25;

    public static void Write(ref PackWriter writer, Facts facts)
    {
        var texts = TextsOf(facts);
        writer.Unsigned(MaskOf(facts, texts));
        foreach (var text in texts)
        {
            if (text is not null)
            {
                writer.Text(text);
            }
        }

        if (facts.EnqueuedAt is { } enqueuedAt)
        {
            writer.Signed(enqueuedAt);
        }

        if (facts.MemoryGb is { } memoryGb)
        {
            writer.Fixed(BitConverter.DoubleToInt64Bits(memoryGb));
        }

        WriteNameAndVersion(ref writer, facts.Browser);
        WriteNameAndVersion(ref writer, facts.OperatingSystem);
        WriteEndpoints(ref writer, facts);
        if (facts.Devices is { } devices)
        {
            writer.Count(devices.Count);
            foreach (var device in devices)
            {
                WriteDevice(ref writer, device);
            }
        }
    }

    public static Facts Read(ref PackReader reader)
    {
        var mask = reader.Unsigned();
        if (mask >> MaskBits != 0)
        {
            throw new InvalidDataException("The record is damaged: it has facts that there are not.");
        }

        var texts = new string?[TextCount];
        for (var text = 0; text < TextCount; text++)
        {
            texts[text] = Has(mask, text) ? reader.Text() : null;
        }

        var members = 0;
        return new Facts
        {
            Baseline = Has(mask, Baseline) ? Has(mask, BaselineValue) : null,
            Direction = texts[members++],
            PreviousContactId = texts[members++],
            NextContactId = texts[members++],
            QueueName = texts[members++],
            CallerId = texts[members++],
            FriendlyName = texts[members++],
            CpuModel = texts[members++],
            MediaIpAddress = texts[members++],
            NetworkType = texts[members++],
            SoftphoneUrl = texts[members++],
            SoftphoneContextUrl = texts[members++],
            SdkVersion = texts[members++],
            MediaSessionId = texts[members++],
            MediaStrategy = texts[members++],
            AudioCodec = texts[members++],
            SignallingFqdn = texts[members],
            // From here the order of evaluation, which is that of the text, is the order in the record.
            EnqueuedAt = Has(mask, EnqueuedAt) ? reader.Signed() : null,
            MemoryGb = Has(mask, MemoryGb) ? BitConverter.Int64BitsToDouble(reader.Fixed()) : null,
            Browser = Has(mask, Browser) ? ReadNameAndVersion(ref reader) : null,
            OperatingSystem = Has(mask, OperatingSystem) ? ReadNameAndVersion(ref reader) : null,
            MediaEndpoint = Has(mask, MediaEndpoint) ? ReadMediaEndpoint(ref reader) : null,
            ServiceEndpoint = Has(mask, ServiceEndpoint) ? ReadServiceEndpoint(ref reader) : null,
            Devices = Has(mask, Devices) ? ReadDevices(ref reader) : null,
        };
    }

    public static void WriteDevice(ref PackWriter writer, MediaDevice device)
    {
        writer.Byte((byte)((device.At is null ? 0 : 1) | (device.SampleRate is null ? 0 : 2)));
        writer.Text(device.Kind);
        writer.Text(device.Label);
        writer.Text(device.DeviceId);
        writer.Text(device.GroupId);
        if (device.At is { } at)
        {
            writer.Signed(at);
        }

        if (device.SampleRate is { } sampleRate)
        {
            writer.Signed(sampleRate);
        }
    }

    public static MediaDevice ReadDevice(ref PackReader reader)
    {
        var flags = reader.Byte();
        return new MediaDevice
        {
            Kind = reader.Text(),
            Label = reader.Text(),
            DeviceId = reader.Text(),
            GroupId = reader.Text(),
            At = (flags & 1) != 0 ? reader.Signed() : null,
            SampleRate = (flags & 2) != 0 ? unchecked((int)reader.Signed()) : null,
        };
    }

    private static string?[] TextsOf(Facts facts) =>
        [
            facts.Direction,
            facts.PreviousContactId,
            facts.NextContactId,
            facts.QueueName,
            facts.CallerId,
            facts.FriendlyName,
            facts.CpuModel,
            facts.MediaIpAddress,
            facts.NetworkType,
            facts.SoftphoneUrl,
            facts.SoftphoneContextUrl,
            facts.SdkVersion,
            facts.MediaSessionId,
            facts.MediaStrategy,
            facts.AudioCodec,
            facts.SignallingFqdn,
        ];

    private static ulong MaskOf(Facts facts, string?[] texts)
    {
        var mask = 0UL;
        for (var text = 0; text < texts.Length; text++)
        {
            mask |= Bit(text, texts[text] is not null);
        }

        return mask
            | Bit(Baseline, facts.Baseline is not null)
            | Bit(BaselineValue, facts.Baseline is true)
            | Bit(EnqueuedAt, facts.EnqueuedAt is not null)
            | Bit(MemoryGb, facts.MemoryGb is not null)
            | Bit(Browser, facts.Browser is not null)
            | Bit(OperatingSystem, facts.OperatingSystem is not null)
            | Bit(MediaEndpoint, facts.MediaEndpoint is not null)
            | Bit(ServiceEndpoint, facts.ServiceEndpoint is not null)
            | Bit(Devices, facts.Devices is not null);
    }

    private static ulong Bit(int member, bool isThere) => isThere ? 1UL << member : 0;

    private static bool Has(ulong mask, int member) => (mask & (1UL << member)) != 0;

    private static void WriteNameAndVersion(ref PackWriter writer, NameAndVersion? value)
    {
        if (value is not null)
        {
            writer.Text(value.Name);
            writer.Text(value.Version);
        }
    }

    private static NameAndVersion ReadNameAndVersion(ref PackReader reader) =>
        new() { Name = reader.Text(), Version = reader.Text() };

    private static void WriteEndpoints(ref PackWriter writer, Facts facts)
    {
        if (facts.MediaEndpoint is { } media)
        {
            writer.Text(media.Fqdn);
            writer.Text(media.DestinationPort);
            writer.Text(media.SourcePort);
            writer.Text(media.Transport);
            writer.Text(media.PrivateIp);
            writer.Text(media.CandidateType);
        }

        if (facts.ServiceEndpoint is { } service)
        {
            writer.Text(service.Fqdn);
            writer.Signed(service.TransportLifeTimeSeconds);
            writer.Byte((byte)(service.Expiry is null ? 0 : 1));
            if (service.Expiry is { } expiry)
            {
                writer.Signed(expiry);
            }
        }
    }

    private static MediaEndpoint ReadMediaEndpoint(ref PackReader reader) =>
        new()
        {
            Fqdn = reader.Text(),
            DestinationPort = reader.Text(),
            SourcePort = reader.Text(),
            Transport = reader.Text(),
            PrivateIp = reader.Text(),
            CandidateType = reader.Text(),
        };

    private static ServiceEndpoint ReadServiceEndpoint(ref PackReader reader) =>
        new()
        {
            Fqdn = reader.Text(),
            TransportLifeTimeSeconds = reader.Signed(),
            Expiry = reader.Byte() != 0 ? reader.Signed() : null,
        };

    private static MediaDevice[] ReadDevices(ref PackReader reader)
    {
        var devices = new MediaDevice[reader.Count(DeviceBytesMin)];
        for (var index = 0; index < devices.Length; index++)
        {
            devices[index] = ReadDevice(ref reader);
        }

        return devices;
    }
}
