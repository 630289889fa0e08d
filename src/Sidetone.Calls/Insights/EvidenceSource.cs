using Sidetone.Calls.Headsets;
using Sidetone.Calls.Statistics;
using Sidetone.Calls.Summaries;
using Sidetone.Calls.Timeline;
using Sidetone.Catalog;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Insights;

/// <summary>Makes the evidence that rules look at.</summary>
internal static class EvidenceSource
{
    /// <summary>From a call's measurements.</summary>
    public static CallEvidence Of(CallMeasurements measured, CallKnowledge known)
    {
        var timeline = measured.Timeline;
        return new CallEvidence
        {
            HasAgentData = known.AgentDataReceived,
            WasConnected = timeline.Talk.Length > 0,
            CallDirection = known.Facts.Direction ?? "",
            TotalSec = timeline.Talk.Length / 1000.0,
            HoldSec = timeline.Hold.Length / 1000.0,
            MuteSec = timeline.MuteInTalk.Length / 1000.0,
            ConnectionSec = timeline is { ConnectingAt: { } ringing, ConnectedAt: { } answered }
                ? (answered - ringing) / 1000.0
                : null,
            EndedAt = timeline.EndedAt ?? 0,
            Inbound = DirectionOf(measured.Inbound, inbound: true),
            Outbound = DirectionOf(measured.Outbound, inbound: false),
            RoundTrip = measured.RoundTrip,
            ConcealedPercent = measured.ConcealedPercent,
            CrosstalkPercent = CrosstalkOf(measured.Headsets),
            Seconds = measured.Seconds,
            Talk = timeline.Talk,
            Hold = timeline.Hold,
            Mute = timeline.Mute,
            Machine = measured.Machine,
            Cpu = SummaryComposer.SpreadOf(measured.Machine, snapshot => snapshot.CpuPercent),
            Memory = SummaryComposer.SpreadOf(measured.Machine, snapshot => snapshot.MemoryPercent),
            NetworkType = known.Facts.NetworkType ?? "",
            MediaTransport = known.Facts.MediaEndpoint?.Transport ?? "",
            CandidateType = known.Facts.MediaEndpoint?.CandidateType ?? "",
            Devices = known.Devices,
            Browser = known.Facts.Browser ?? new NameAndVersion(),
            IceDisconnects = known.IceDisconnects,
            CandidatePairChanges = known.CandidatePairChanges,
            MultipleSoftphones = known.MultipleSoftphones,
        };
    }

    /// <summary>From the figures of a summary.</summary>
    public static CallEvidence Of(CallSummary summary)
    {
        var metrics = summary.WebRtcSession?.Metrics;
        var agent = summary.ServiceAgent;
        var total = Value(agent?.Interaction?.TotalDurationSec);
        var end = MillisecondsOf(summary.Timestamp) ?? 0;
        var talk = new Span(end - (long)(total * 1000), end);
        var ringing = MillisecondsOf(summary.Contact?.Events?.ConnectingToAgent);
        return new CallEvidence
        {
            HasAgentData = summary.Billing?.AgentDataReceived ?? true,
            WasConnected = total > 0,
            CallDirection = summary.Contact?.Direction ?? "",
            TotalSec = total,
            HoldSec = Value(agent?.Interaction?.OnHoldDurationSec),
            MuteSec = Value(agent?.Interaction?.OnMuteDurationSec),
            ConnectionSec = ringing is { } at ? Math.Max(0, talk.From - at) / 1000.0 : null,
            EndedAt = end,
            Inbound = new DirectionEvidence
            {
                PacketsExpected =
                    (long)Value(metrics?.Inbound?.PacketsReceived) + (long)Value(metrics?.Inbound?.PacketsLost),
                LossPercent = Value(metrics?.Inbound?.PacketsLostPercentage),
                Jitter = SpreadOf(metrics?.Inbound?.JitterBufferMs),
                Mos = SpreadOf(metrics?.Inbound?.Mos ?? metrics?.Mos),
                Level = SpreadOf(metrics?.Inbound?.AudioLevel),
                Outages = Spans(summary.Insights?.ZeroMos),
            },
            Outbound = new DirectionEvidence
            {
                PacketsExpected = (long)Value(metrics?.Outbound?.PacketsSent),
                LossPercent = Value(metrics?.Outbound?.PacketsLostPercentage),
                Jitter = SpreadOf(metrics?.Outbound?.JitterBufferMs),
                Mos = SpreadOf(metrics?.Outbound?.Mos),
                Level = SpreadOf(metrics?.Outbound?.AudioLevel),
            },
            RoundTrip = SpreadOf(metrics?.Rtt),
            Talk = talk,
            Cpu = SpreadOf(agent?.Machine?.Cpu?.UtilizedPercentage),
            Memory = SpreadOf(agent?.Machine?.Memory?.UtilizedPercentage),
            NetworkType = agent?.Network?.Type ?? "",
            MediaTransport = summary.WebRtcSession?.MediaEndpoint?.Transport ?? "",
            Devices = DevicesOf(summary, talk),
            Browser = new NameAndVersion { Name = agent?.Browser?.Name ?? "", Version = agent?.Browser?.Version ?? "" },
        };
    }

    private static DirectionEvidence DirectionOf(DirectionMeasurements measured, bool inbound) =>
        new()
        {
            PacketsExpected = inbound ? measured.Packets + measured.Lost : measured.Packets,
            LossPercent = measured.LossPercent,
            Jitter = measured.Jitter,
            Mos = measured.Mos,
            Level = measured.Level,
            Outages = measured.Gaps.Outages,
        };

    // Of several headsets that which was heard longest: it is the one that the agent talked with.
    private static double? CrosstalkOf(IEnumerable<HeadsetMeasurements> headsets) =>
        headsets
            .Where(headset => headset is { HasSpeech: true, TotalMs: > 0 })
            .OrderByDescending(headset => headset.TotalMs)
            .Select(headset => (double?)(100.0 * headset.CrosstalkMs / headset.TotalMs))
            .FirstOrDefault();

    private static List<UsedDevice> DevicesOf(CallSummary summary, Span talk)
    {
        var used = new List<UsedDevice>();
        foreach (var device in summary.WebRtcSession?.UsedDevices ?? [])
        {
            var at = MillisecondsOf(device.Timestamp);
            var another = used.Any(each => each.Device.Kind == device.Kind);
            var described = new MediaDevice
            {
                Kind = device.Kind ?? "",
                Label = device.Label ?? "",
                DeviceId = device.DeviceId ?? "",
                GroupId = device.GroupId ?? "",
                At = at,
            };
            used.Add(new UsedDevice(described, at, another && at > talk.From));
        }

        return used;
    }

    private static double Value(CatalogNumber? number) => number?.ToDouble() ?? 0;

    /// <summary>A metric of 0/0/0 is one without any value.</summary>
    private static Spread SpreadOf(MetricRange? range)
    {
        var (min, max, average) = (Value(range?.Min), Value(range?.Max), Value(range?.Avg));
        return max > 0 || average > 0 ? Spread.Of(min, max, average) : new Spread();
    }

    private static long? MillisecondsOf(CatalogTime? time) =>
        time is { IsUnknown: false, Instant: { } instant } ? instant.ToUnixTimeMilliseconds() : null;

    private static List<Span> Spans(IEnumerable<InsightWindow>? windows) =>
        [
            .. (windows ?? [])
                .Select(window => (Start: MillisecondsOf(window.Start), End: MillisecondsOf(window.End)))
                .Where(window => window is { Start: not null, End: not null })
                .Select(window => new Span(window.Start!.Value, window.End!.Value)),
        ];
}
