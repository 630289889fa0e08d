using Sidetone.Calls.Statistics;

namespace Sidetone.Calls.Insights;

/// <summary>Rules on what the network did to the media.</summary>
internal static class NetworkRules
{
    /// <summary>Below this many packets a single lost one is a per cent.</summary>
    private const long PacketsMin = 100;

    public static IEnumerable<InsightRule> All =>
        [
            new()
            {
                Number = 1,
                Id = "highPacketLoss",
                Name = "High Packet Loss",
                Definition = "Packets lost over the call, in the worse direction, of at least 100 packets.",
                Threshold = 1,
                Unit = "per cent",
                Severity = InsightSeverity.Minor,
                Advice = "Use a wired network; let media pass the firewall over UDP; look for a congested link or VPN.",
                Source = "published insight list: more than 1 %",
                Judge = PacketLoss,
            },
            new()
            {
                Number = 2,
                Id = "veryHighPacketLoss",
                Name = "Very High Packet Loss",
                Definition = "Packets lost over the call, in the worse direction, of at least 100 packets.",
                Threshold = 2.5,
                Unit = "per cent",
                Severity = InsightSeverity.Severe,
                Replaces = "highPacketLoss",
                Advice = "Use a wired network; let media pass the firewall over UDP; look for a congested link or VPN.",
                Source = "published insight list: more than 2.5 %",
                Judge = PacketLoss,
            },
            new()
            {
                Number = 3,
                Id = "highJitter",
                Name = "High Jitter",
                Definition = "Average RTP jitter of the worse direction.",
                Threshold = 30,
                Unit = "ms",
                Severity = InsightSeverity.Minor,
                Advice =
                    "Look for Wi-Fi interference, large uploads on the same line, or a missing priority for voice.",
                Source = "published insight list: more than 30 ms",
                Judge = Jitter,
            },
            new()
            {
                Number = 3,
                Id = "veryHighJitter",
                Name = "Very High Jitter",
                Definition = "Average RTP jitter of the worse direction.",
                Threshold = 60,
                Unit = "ms",
                Severity = InsightSeverity.Severe,
                Replaces = "highJitter",
                Advice =
                    "Look for Wi-Fi interference, large uploads on the same line, or a missing priority for voice.",
                Source = "published insight list: more than 60 ms",
                Judge = Jitter,
            },
            new()
            {
                Number = 4,
                Id = "highRtt",
                Name = "High RTT",
                Definition = "Average RTCP round trip.",
                Threshold = 300,
                Unit = "ms",
                Severity = InsightSeverity.Minor,
                Advice = "Check where media leaves the network: a VPN or proxy detour, or a far-away region.",
                Source = "ITU-T G.114: 150 ms one way",
                Judge = RoundTrip,
            },
            new()
            {
                Number = 5,
                Id = "veryHighRtt",
                Name = "Very High RTT",
                Definition = "Average RTCP round trip.",
                Threshold = 500,
                Unit = "ms",
                Severity = InsightSeverity.Severe,
                Replaces = "highRtt",
                Advice = "Check where media leaves the network: a VPN or proxy detour, or a far-away region.",
                Source = "published insight list: more than 500 ms",
                Judge = RoundTrip,
            },
            new()
            {
                Number = 6,
                Id = "lowMos",
                Name = "Low MOS",
                Definition = "Average mean opinion score of the worse direction.",
                Threshold = 3.5,
                Unit = "MOS",
                Severity = InsightSeverity.Severe,
                Advice = "The insights beside this one say whether loss, jitter or delay is the cause.",
                Source = "published alert: below 3.5",
                Judge = static (call, limits) =>
                    Worst(call.Directions.Where(each => each.Direction.Mos.HasValue), each => -each.Mos.Average)
                        is { } worst
                    && worst.Direction.Mos.Average < limits.Threshold
                        ? new InsightFinding(worst.Direction.Mos.Average, worst.Name)
                        : null,
            },
            new()
            {
                Number = 7,
                Id = "poorMos",
                Name = "Poor MOS",
                Definition = "Mean opinion score below the limit, second after second, for longer than the window.",
                Threshold = 3.5,
                Unit = "MOS",
                WindowSec = 10,
                Severity = InsightSeverity.Severe,
                Advice =
                    "Compare the window with other calls of the site: everyone at once is the line, one agent the desk.",
                Source = "published insight list: poorMos, more than 10 s",
                Judge = PoorMos,
            },
            new()
            {
                Number = 8,
                Id = "zeroMos",
                Name = "Zero MOS",
                Definition = "The agent received no media for longer than the window though it was to be expected.",
                Threshold = 0,
                Unit = "packets",
                WindowSec = 10,
                Severity = InsightSeverity.Terminal,
                Advice = "The network was away: look at the agent's line, VPN and Wi-Fi at that time.",
                Source = "published insight list: zeroMos, more than 10 s",
                Judge = static (call, limits) => Runs.LongerThan(call.Inbound.Outages, limits.WindowSec, "inbound"),
            },
            new()
            {
                Number = 9,
                Id = "zeroInboundPackets",
                Name = "Zero Inbound Packets",
                Definition =
                    "No packet received for longer than the window; hold, ring and silence suppression excepted.",
                Threshold = 0,
                Unit = "packets",
                WindowSec = 10,
                Severity = InsightSeverity.Terminal,
                Advice =
                    "The agent could not hear the customer: look for a firewall that closes idle media, or a lost relay.",
                Source = "published insight list: zeroInboundPackets",
                Judge = static (call, limits) => Runs.LongerThan(call.Inbound.Outages, limits.WindowSec, "inbound"),
            },
            new()
            {
                Number = 10,
                Id = "zeroOutboundPackets",
                Name = "Zero Outbound Packets",
                Definition =
                    "No packet sent for longer than the window; hold, ring, mute and silence suppression excepted.",
                Threshold = 0,
                Unit = "packets",
                WindowSec = 10,
                Severity = InsightSeverity.Terminal,
                Advice =
                    "The customer could not hear the agent: look for a microphone that was lost or taken by another program.",
                Source = "amazon-connect-streams media counters",
                Judge = static (call, limits) => Runs.LongerThan(call.Outbound.Outages, limits.WindowSec, "outbound"),
            },
        ];

    private static InsightFinding? PacketLoss(CallEvidence call, RuleLimits limits) =>
        Worst(call.Directions.Where(each => each.Direction.PacketsExpected >= PacketsMin), each => each.LossPercent)
            is { } worst
        && worst.Direction.LossPercent > limits.Threshold
            ? new InsightFinding(worst.Direction.LossPercent, worst.Name)
            : null;

    private static InsightFinding? Jitter(CallEvidence call, RuleLimits limits) =>
        Worst(call.Directions.Where(each => each.Direction.Jitter.HasValue), each => each.Jitter.Average) is { } worst
        && worst.Direction.Jitter.Average > limits.Threshold
            ? new InsightFinding(worst.Direction.Jitter.Average, worst.Name)
            : null;

    private static InsightFinding? RoundTrip(CallEvidence call, RuleLimits limits) =>
        call.RoundTrip.HasValue && call.RoundTrip.Average > limits.Threshold
            ? new InsightFinding(call.RoundTrip.Average)
            : null;

    private static InsightFinding? PoorMos(CallEvidence call, RuleLimits limits)
    {
        var inbound = Runs.Find(call.Seconds, second => IsBelow(second.Inbound, limits.Threshold));
        var outbound = Runs.Find(call.Seconds, second => IsBelow(second.Outbound, limits.Threshold));
        return Runs.LongerThan(inbound, limits.WindowSec, "inbound")
            ?? Runs.LongerThan(outbound, limits.WindowSec, "outbound");
    }

    private static bool? IsBelow(DirectionSecond second, double mos) =>
        double.IsNaN(second.Mos) ? null : second.Mos < mos;

    private static (string Name, DirectionEvidence Direction)? Worst(
        IEnumerable<(string Name, DirectionEvidence Direction)> directions,
        Func<DirectionEvidence, double> badness
    )
    {
        (string Name, DirectionEvidence Direction)? worst = null;
        foreach (var each in directions)
        {
            if (worst is null || badness(each.Direction) > badness(worst.Value.Direction))
            {
                worst = each;
            }
        }

        return worst;
    }
}
