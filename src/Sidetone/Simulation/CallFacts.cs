using System.Globalization;
using Sidetone.Telemetry;

namespace Sidetone.Simulation;

/// <summary>What a page knows of a simulated call besides statistics.</summary>
internal static class CallFacts
{
    private static readonly string[] s_queues = ["Support", "Billing", "Sales", "Claims"];

    /// <summary>The facts that go out with a call's first batch.</summary>
    public static Facts Of(CallPlan plan, CallTimeline timeline)
    {
        var random = plan.Random.Fork("facts");
        return new Facts
        {
            Direction = random.Chance(0.85) ? "Inbound" : "Outbound",
            QueueName = random.Pick(s_queues),
            EnqueuedAt = timeline.Connecting - (long)random.Exponential(18_000),
            // 555-0100 to 555-0199 are set aside for fiction.
            CallerId = string.Create(CultureInfo.InvariantCulture, $"+120255501{random.Below(100):00}"),
            FriendlyName = plan.Agent.FriendlyName,
            Browser = new NameAndVersion { Name = "Chrome", Version = "141.0.7390.54" },
            OperatingSystem = new NameAndVersion { Name = "Windows", Version = "11" },
            CpuModel = plan.Agent.CpuModel,
            MemoryGb = plan.Agent.MemoryGb,
            MediaIpAddress = plan.Agent.LocalAddress,
            NetworkType = plan.Profile.Network.Type,
            SoftphoneUrl = "https://softphone.example/",
            SoftphoneContextUrl = "https://desktop.example/",
            SdkVersion = "simulation",
            MediaEndpoint = new MediaEndpoint
            {
                Fqdn = "media.example",
                DestinationPort = "3478",
                SourcePort = string.Create(CultureInfo.InvariantCulture, $"{49_152 + random.Below(16_000)}"),
                Transport = "udp",
                CandidateType = "host",
            },
            SignallingFqdn = "signalling.example",
            Devices = plan.Agent.Devices(timeline.Connecting),
        };
    }
}
