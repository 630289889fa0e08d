namespace Sidetone.Catalog;

/// <summary>What holds between the values of a call summary.</summary>
internal static class CallSummaryRules
{
    private const double LoudestLevel = 32_767;
    private const double BestMos = 5;
    private const double WorstMos = 1;
    private const int SecondsPerMinute = 60;

    public static void Check(CallSummary call, DepartureList departures)
    {
        departures.Uuid("$.detail.accountProperties.operataGroupId", call.AccountProperties?.GroupId);
        departures.OneOf("$.detail.contact.direction", call.Contact?.Direction, "Inbound", "Outbound");
        departures.NotBefore(
            "$.detail.contact.events.connectingToAgent",
            call.Contact?.Events?.ConnectingToAgent,
            call.Contact?.Events?.Enqueued,
            "it entered the queue"
        );
        departures.NotBefore(
            "$.detail.timestamp",
            call.Timestamp,
            call.Contact?.Events?.ConnectingToAgent,
            "it began to ring"
        );
        if (call.WebRtcSession?.Metrics is { } metrics)
        {
            Metrics(metrics, departures);
        }

        Machine(call.ServiceAgent?.Machine, departures);
        Durations(call.ServiceAgent?.Interaction, call.Billing, departures);
        Windows(call.Insights, departures);
    }

    private static void Metrics(CallMetrics metrics, DepartureList departures)
    {
        const string Path = "$.detail.webRTCSession.metrics";
        departures.Range($"{Path}.rtt", metrics.Rtt);
        departures.Range($"{Path}.jitter", metrics.Jitter);
        Mos($"{Path}.mos", metrics.Mos, departures);
        if (metrics.Inbound is { } inbound)
        {
            departures.AtLeastZero($"{Path}.inbound.packetsReceived", inbound.PacketsReceived);
            departures.AtLeastZero($"{Path}.inbound.packetsLost", inbound.PacketsLost);
            departures.AtLeastZero($"{Path}.inbound.bytesReceived", inbound.BytesReceived);
            departures.Percentage($"{Path}.inbound.packetsLostMaxPercentage", inbound.PacketsLostMaxPercentage);
            departures.Percentage($"{Path}.inbound.packetsLostPercentage", inbound.PacketsLostPercentage);
            departures.Follows(
                $"{Path}.inbound.packetsLostPercentage",
                inbound.PacketsLostPercentage,
                Share(inbound.PacketsLost, inbound.PacketsReceived?.ToDouble() + inbound.PacketsLost?.ToDouble()),
                "100 · lost / (received + lost)"
            );
            departures.Range($"{Path}.inbound.audioLevel", inbound.AudioLevel, 0, LoudestLevel);
            departures.Range($"{Path}.inbound.jitterBufferMils", inbound.JitterBufferMs);
            Mos($"{Path}.inbound.mos", inbound.Mos, departures);
        }

        if (metrics.Outbound is { } outbound)
        {
            departures.AtLeastZero($"{Path}.outbound.packetsSent", outbound.PacketsSent);
            departures.AtLeastZero($"{Path}.outbound.packetsLost", outbound.PacketsLost);
            departures.AtLeastZero($"{Path}.outbound.bytesSent", outbound.BytesSent);
            departures.Percentage($"{Path}.outbound.packetsLostMaxPercentage", outbound.PacketsLostMaxPercentage);
            departures.Percentage($"{Path}.outbound.packetsLostPercentage", outbound.PacketsLostPercentage);
            departures.Follows(
                $"{Path}.outbound.packetsLostPercentage",
                outbound.PacketsLostPercentage,
                Share(outbound.PacketsLost, outbound.PacketsSent?.ToDouble()),
                "100 · lost / sent"
            );
            departures.Range($"{Path}.outbound.audioLevel", outbound.AudioLevel, 0, LoudestLevel);
            departures.Range($"{Path}.outbound.jitterBufferMils", outbound.JitterBufferMs);
            Mos($"{Path}.outbound.mos", outbound.Mos, departures);
        }
    }

    /// <summary>A share in per cent; 0 of nothing, and null when a part is missing.</summary>
    private static double? Share(CatalogNumber? part, double? whole) =>
        part is null || whole is null ? null
        : whole > 0 ? 100 * part.Value.ToDouble() / whole
        : 0;

    private static void Mos(string path, MetricRange? mos, DepartureList departures)
    {
        // A call without a single value has three zeros.
        var isEmpty = mos is { Max: { } max } && max.ToDouble() == 0;
        departures.Range(path, mos, isEmpty ? 0 : WorstMos, BestMos);
    }

    private static void Machine(Machine? machine, DepartureList departures)
    {
        const string Path = "$.detail.serviceAgent.machine";
        departures.Range($"{Path}.cpu.utilizedPercentage", machine?.Cpu?.UtilizedPercentage, 0, 100);
        departures.Range($"{Path}.memory.utilizedPercentage", machine?.Memory?.UtilizedPercentage, 0, 100);
        departures.Percentage($"{Path}.cpu.idlePercentage.avg", machine?.Cpu?.IdlePercentage?.Avg);
        departures.AtLeastZero($"{Path}.memory.availableGb", machine?.Memory?.AvailableGb);
        // A machine that was not observed has two zeros.
        var used = machine?.Cpu?.UtilizedPercentage?.Avg;
        var isObserved = used?.ToDouble() != 0 || machine?.Cpu?.IdlePercentage?.Avg?.ToDouble() != 0;
        departures.Follows(
            $"{Path}.cpu.idlePercentage.avg",
            machine?.Cpu?.IdlePercentage?.Avg,
            isObserved ? 100 - used?.ToDouble() : null,
            "100 − the mean used"
        );
    }

    private static void Durations(Interaction? interaction, Billing? billing, DepartureList departures)
    {
        const string Path = "$.detail.serviceAgent.interaction";
        departures.AtLeastZero($"{Path}.totalDurationSec", interaction?.TotalDurationSec);
        departures.AtLeastZero($"{Path}.onHoldDurationSec", interaction?.OnHoldDurationSec);
        departures.AtLeastZero($"{Path}.talkingDurationSec", interaction?.TalkingDurationSec);
        departures.AtLeastZero($"{Path}.onMuteDurationSec", interaction?.OnMuteDurationSec);
        var total = interaction?.TotalDurationSec?.ToDouble();
        departures.Follows(
            $"{Path}.talkingDurationSec",
            interaction?.TalkingDurationSec,
            total - interaction?.OnHoldDurationSec?.ToDouble(),
            "total − on hold"
        );
        departures.Follows(
            "$.detail.billing.durationRoundedMin",
            billing?.DurationRoundedMin,
            total is { } seconds ? Math.Ceiling(seconds / SecondsPerMinute) : null,
            "every begun minute of the whole call"
        );
    }

    private static void Windows(CallInsights? insights, DepartureList departures)
    {
        departures.AtLeastZero("$.detail.insights.count", insights?.Count);
        OfOne("$.detail.insights.zeroMos", insights?.ZeroMos, departures);
        OfOne("$.detail.insights.zeroInboundPackets", insights?.ZeroInboundPackets, departures);

        static void OfOne(string path, CatalogList<InsightWindow>? windows, DepartureList departures)
        {
            for (var i = 0; i < (windows?.Count ?? 0); i++)
            {
                departures.NotBefore($"{JsonPath.Item(path, i)}.end", windows![i].End, windows[i].Start, "its start");
            }
        }
    }
}
