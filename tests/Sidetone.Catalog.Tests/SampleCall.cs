using System.Globalization;

namespace Sidetone.Catalog.Tests;

/// <summary>The call of the published catalog, made as a producer makes one.</summary>
internal static class SampleCall
{
    public static CallSummary Make() =>
        new()
        {
            AccountProperties = new() { GroupName = "Operata Demo", GroupId = "a28453f9-1111-2222-3333-84d9e67ac297" },
            Contact = new()
            {
                Id = new() { Current = "ac7a6a89-1111-2222-3333-1e659475d24e" },
                Direction = "Inbound",
                Events = new() { ConnectingToAgent = At("04:59:51.523"), Enqueued = At("04:59:30.795") },
                EndedBy = "Agent",
                QueueName = "Operata Prod Default Queue",
                CallerId = "+61402960149",
            },
            WebRtcSession = MakeSession(),
            ServiceAgent = MakeAgent(),
            Billing = new() { DurationRoundedMin = 1 },
            Timestamp = At("05:00:11.871"),
        };

    public static CallSummary MakeWithMembersOf2025()
    {
        var call = Make();
        var (session, agent) = (call.WebRtcSession!, call.ServiceAgent!);
        var metrics = session.Metrics!;
        InsightWindow window = new() { Start = At("05:00:00"), End = At("05:00:05") };
        return call with
        {
            WebRtcSession = session with
            {
                Media = new() { SessionId = "s", Strategy = "StandardStrategy" },
                Metrics = metrics with
                {
                    Inbound = metrics.Inbound! with
                    {
                        PacketsLostMaxPercentage = CatalogNumber.From(6.25),
                        Mos = metrics.Mos,
                    },
                    Outbound = metrics.Outbound! with { PacketsLostMaxPercentage = 4, Mos = metrics.Mos },
                },
            },
            ServiceAgent = agent with
            {
                Machine = agent.Machine! with
                {
                    OperatingSystem = new() { Name = "Windows", Version = "10" },
                },
                Network = agent.Network! with { AgentIpAddress = "192.0.2.7", AgentIsp = "Bcd" },
                Softphone = agent.Softphone! with { ExtensionVersion = "1.7.19" },
            },
            Billing = call.Billing! with { AgentDataReceived = true, CloudDataReceived = false },
            Insights = new()
            {
                Count = 1,
                ZeroMos = [window],
                ZeroInboundPackets = [window, window],
            },
        };
    }

    private static WebRtcSession MakeSession() =>
        new()
        {
            Metrics = new()
            {
                Inbound = new()
                {
                    PacketsReceived = 636,
                    PacketsLost = 12,
                    PacketsLostPercentage = CatalogNumber.From(100 * 12 / 648.0),
                    BytesReceived = 67178,
                    AudioLevel = Range(0, 400, 51.23),
                    JitterBufferMs = Range(0, 8, 3),
                },
                Outbound = new()
                {
                    PacketsSent = 786,
                    PacketsLost = 10,
                    PacketsLostPercentage = CatalogNumber.From(100 * 10 / 786.0),
                    BytesSent = 65585,
                    AudioLevel = Range(0, 4515, 618.62),
                    JitterBufferMs = Range(4, 26, 11.23),
                },
                Rtt = Range(0, 145, 110),
                Jitter = Range(0, 8, 3),
                Mos = Range(3.65, 4.43, 4.25),
            },
            MediaEndpoint = new()
            {
                Fqdn = "turnnlb-93f2de0c97c4316b.elb.ap-southeast-2.amazonaws.com.",
                DestinationPort = "3478",
                SourcePort = "49985",
                Transport = "udp",
                PrivateIp = "10.4.3.108",
            },
            UsedDevices =
            [
                new()
                {
                    Timestamp = At("04:59:55.041"),
                    DeviceId = "default",
                    GroupId = "293e6a9871f0d56112233445566773d1e36f9e6ed9f4926c5a9318336ecfeec",
                    Kind = "audioinput",
                    Label = "Default - Elgato Wave:3 (0fd9:0070)",
                },
                new()
                {
                    Timestamp = At("04:59:55.041"),
                    DeviceId = "default",
                    GroupId = "ccdd7abe9a3cd1122334455667762315f154461e744b2072bae72719239a",
                    Kind = "audiooutput",
                    Label = "Default - Internal Speakers (Built-in)",
                },
            ],
        };

    private static ServiceAgent MakeAgent() =>
        new()
        {
            UserName = "andy",
            Machine = new()
            {
                Cpu = new()
                {
                    ModelName = "Intel(R) Core(TM) i7-7700HQ CPU @ 2.80GHz",
                    IdlePercentage = new() { Avg = CatalogNumber.From(100 - 30.11) },
                    UtilizedPercentage = Range(28.53, 31.84, 30.11),
                },
                Memory = new() { AvailableGb = 16, UtilizedPercentage = Range(92.27, 92.49, 92.31) },
            },
            Network = new()
            {
                InternetGatewayIp = "103.120.49.101",
                MediaIpAddress = "192.168.1.12",
                Type = "wlan",
                Isp = "Bcd Networks Pty Ltd",
                Geolocation = new()
                {
                    City = "Nutfield",
                    Region = "Victoria",
                    Country = "Australia",
                },
            },
            Browser = new() { Name = "Chrome", Version = "113.0.5672.126" },
            Softphone = new()
            {
                Address =
                    "https://operata-prod.awsapps.com/connect/ccp-v2/softphone#ac7a6a89-43ff-4dce-8aa2-1e659475d24e",
                ContextAddress =
                    "https://operata-prod.awsapps.com/connect/ccp-v2/softphone#ac7a6a89-43ff-4dce-8aa2-1e659475d24e",
            },
            Interaction = new()
            {
                TotalDurationSec = 14,
                OnHoldDurationSec = 0,
                TalkingDurationSec = 14,
                OnMuteDurationSec = 0,
            },
            FriendlyName = "Andy",
        };

    private static MetricRange Range(double min, double max, double avg) =>
        new()
        {
            Min = CatalogNumber.From(min),
            Max = CatalogNumber.From(max),
            Avg = CatalogNumber.From(avg),
        };

    private static CatalogTime At(string time) =>
        CatalogTime.From(DateTimeOffset.Parse($"2023-06-01T{time}Z", CultureInfo.InvariantCulture));
}
