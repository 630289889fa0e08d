using System.Diagnostics;

namespace Sidetone.Telemetry.Wire;

/// <summary>Reads facts, and the devices and endpoints among them.</summary>
internal static class FactsReader
{
    private const double MemoryGbMax = 1_000_000;
    private const int SampleRateMax = 10_000_000;

    public static readonly MemberTable Members = new(
        required: [],
        optional:
        [
            "baseline",
            "direction",
            "previousContactId",
            "nextContactId",
            "queueName",
            "enqueuedAt",
            "callerId",
            "friendlyName",
            "browser",
            "operatingSystem",
            "cpuModel",
            "memoryGb",
            "mediaIpAddress",
            "networkType",
            "softphoneUrl",
            "softphoneContextUrl",
            "sdkVersion",
            "mediaSessionId",
            "mediaStrategy",
            "mediaEndpoint",
            "signallingFqdn",
            "serviceEndpoint",
            "devices",
            "audioCodec",
        ]
    );

    public static readonly MemberTable NameAndVersionMembers = new(required: [], optional: ["name", "version"]);

    public static readonly MemberTable MediaEndpointMembers = new(
        required: [],
        optional: ["fqdn", "destinationPort", "sourcePort", "transport", "privateIp", "candidateType"]
    );

    public static readonly MemberTable ServiceEndpointMembers = new(
        required: [],
        optional: ["fqdn", "transportLifeTimeSeconds", "expiry"]
    );

    public static readonly MemberTable DeviceMembers = new(
        required: [],
        optional: ["kind", "label", "deviceId", "groupId", "at", "sampleRate"]
    );

    /// <summary>Reads the facts that the cursor stands on.</summary>
    public static Facts Read(ref WireCursor cursor, long clockOffsetMs)
    {
        // A copy per member: facts come once in a session.
        var facts = new Facts();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            facts = member switch
            {
                0 => facts with { Baseline = cursor.ReadFlag() },
                1 => facts with { Direction = cursor.ReadText() },
                2 => facts with { PreviousContactId = cursor.ReadText() },
                3 => facts with { NextContactId = cursor.ReadText() },
                4 => facts with { QueueName = cursor.ReadText() },
                5 => facts with { EnqueuedAt = cursor.ReadTime(clockOffsetMs) },
                6 => facts with { CallerId = cursor.ReadText() },
                7 => facts with { FriendlyName = cursor.ReadText() },
                8 => facts with { Browser = ReadNameAndVersion(ref cursor) },
                9 => facts with { OperatingSystem = ReadNameAndVersion(ref cursor) },
                10 => facts with { CpuModel = cursor.ReadText() },
                11 => facts with { MemoryGb = cursor.ReadFraction(0, MemoryGbMax) },
                12 => facts with { MediaIpAddress = cursor.ReadText() },
                13 => facts with { NetworkType = cursor.ReadText() },
                14 => facts with { SoftphoneUrl = cursor.ReadText() },
                15 => facts with { SoftphoneContextUrl = cursor.ReadText() },
                16 => facts with { SdkVersion = cursor.ReadText() },
                17 => facts with { MediaSessionId = cursor.ReadText() },
                18 => facts with { MediaStrategy = cursor.ReadText() },
                19 => facts with { MediaEndpoint = ReadMediaEndpoint(ref cursor) },
                20 => facts with { SignallingFqdn = cursor.ReadText() },
                21 => facts with { ServiceEndpoint = ReadServiceEndpoint(ref cursor, clockOffsetMs) },
                22 => facts with { Devices = ReadDevices(ref cursor, clockOffsetMs) },
                23 => facts with { AudioCodec = cursor.ReadText() },
                _ => throw Unknown(member),
            };
        }

        cursor.LeaveObject(Members, scan);
        return facts;
    }

    /// <summary>Reads the device that the cursor stands on.</summary>
    public static MediaDevice ReadDevice(ref WireCursor cursor, long clockOffsetMs)
    {
        var device = new MediaDevice();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(DeviceMembers, ref scan) is >= 0 and var member)
        {
            device = member switch
            {
                0 => device with { Kind = cursor.ReadText() },
                1 => device with { Label = cursor.ReadText() },
                2 => device with { DeviceId = cursor.ReadText() },
                3 => device with { GroupId = cursor.ReadText() },
                4 => device with { At = cursor.ReadTime(clockOffsetMs) },
                5 => device with { SampleRate = (int)cursor.ReadWhole(0, SampleRateMax) },
                _ => throw Unknown(member),
            };
        }

        return device;
    }

    private static List<MediaDevice> ReadDevices(ref WireCursor cursor, long clockOffsetMs)
    {
        var devices = new List<MediaDevice>();
        cursor.EnterArray();
        while (cursor.NextElement())
        {
            if (devices.Count == WireLimits.DevicesMax)
            {
                cursor.Fail(BatchProblemKind.OutOfRange, $"A list holds at most {WireLimits.DevicesMax} devices.");
                break;
            }

            devices.Add(ReadDevice(ref cursor, clockOffsetMs));
        }

        return devices;
    }

    /// <summary>Reads the product that the cursor stands on.</summary>
    public static NameAndVersion ReadNameAndVersion(ref WireCursor cursor)
    {
        var product = new NameAndVersion();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(NameAndVersionMembers, ref scan) is >= 0 and var member)
        {
            var text = cursor.ReadText();
            product = member == 0 ? product with { Name = text } : product with { Version = text };
        }

        return product;
    }

    private static MediaEndpoint ReadMediaEndpoint(ref WireCursor cursor)
    {
        var endpoint = new MediaEndpoint();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(MediaEndpointMembers, ref scan) is >= 0 and var member)
        {
            var text = cursor.ReadText();
            endpoint = member switch
            {
                0 => endpoint with { Fqdn = text },
                1 => endpoint with { DestinationPort = text },
                2 => endpoint with { SourcePort = text },
                3 => endpoint with { Transport = text },
                4 => endpoint with { PrivateIp = text },
                5 => endpoint with { CandidateType = text },
                _ => throw Unknown(member),
            };
        }

        return endpoint;
    }

    private static ServiceEndpoint ReadServiceEndpoint(ref WireCursor cursor, long clockOffsetMs)
    {
        var endpoint = new ServiceEndpoint();
        var scan = cursor.EnterObject();
        while (cursor.NextMember(ServiceEndpointMembers, ref scan) is >= 0 and var member)
        {
            endpoint = member switch
            {
                0 => endpoint with { Fqdn = cursor.ReadText() },
                1 => endpoint with { TransportLifeTimeSeconds = cursor.ReadScaled(0, 0, WireLimits.WholeMax) },
                2 => endpoint with { Expiry = cursor.ReadTime(clockOffsetMs) },
                _ => throw Unknown(member),
            };
        }

        return endpoint;
    }

    private static UnreachableException Unknown(int member) => new($"BUG: there is no member {member}.");
}
