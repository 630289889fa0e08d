using Sidetone.Calls.Insights;
using Sidetone.Calls.Statistics;
using Sidetone.Catalog;

namespace Sidetone.Calls.Summaries;

/// <summary>Prints measurements and knowledge of a call as the details of its events.</summary>
internal static class SummaryComposer
{
    /// <summary>The CallSummary detail, with the members of every profile; the writer leaves out those of others.</summary>
    public static CallSummary Compose(
        CallIdentity call,
        CallMeasurements measured,
        CallKnowledge known,
        IReadOnlyList<Insight> insights
    )
    {
        var durations = CallDurations.Of(measured.Timeline);
        return new CallSummary
        {
            AccountProperties = new AccountProperties { GroupName = call.GroupName, GroupId = call.GroupId.ToString() },
            Contact = ContactOf(call, measured, known),
            WebRtcSession = new WebRtcSession
            {
                Metrics = MetricsOf(measured),
                ServiceEndpoint = ServiceEndpointOf(known),
                MediaEndpoint = MediaEndpointOf(known),
                Media = new MediaSession
                {
                    SessionId = known.Facts.MediaSessionId ?? "",
                    Strategy = known.Facts.MediaStrategy ?? "",
                },
                SignallingEndpoint = new SignallingEndpoint { Fqdn = known.Facts.SignallingFqdn ?? "" },
                UsedDevices = [.. known.Devices.Select(DeviceOf)],
            },
            ServiceAgent = ServiceAgentOf(call, measured, known, durations),
            Billing = new Billing
            {
                DurationRoundedMin = durations.BilledMinutes,
                AgentDataReceived = known.AgentDataReceived,
                CloudDataReceived = known.CloudDataReceived,
            },
            Insights = new CallInsights
            {
                Count = insights.Count,
                ZeroMos = Windows(measured.Inbound.Gaps.Outages),
                ZeroInboundPackets = Windows(measured.Inbound.Gaps.All),
            },
            Timestamp = Printing.Time(measured.Timeline.EndedAt),
        };
    }

    /// <summary>The InsightsSummary detail; null without any insight.</summary>
    public static InsightsSummary? Compose(CallIdentity call, IReadOnlyList<Insight> insights) =>
        insights.Count == 0
            ? null
            : new InsightsSummary
            {
                AccountProperties = new GroupReference { GroupId = call.GroupId.ToString() },
                Contact = new InsightsContact { Id = new CurrentContactId { Current = call.ContactId } },
                Insights = new InsightTags
                {
                    Count = insights.Count,
                    Tags = [.. insights.Select(insight => new InsightTag { Description = insight.Name })],
                },
            };

    private static Contact ContactOf(CallIdentity call, CallMeasurements measured, CallKnowledge known) =>
        new()
        {
            Id = new ContactIds
            {
                Current = call.ContactId,
                Previous = known.Facts.PreviousContactId ?? "",
                Next = known.Facts.NextContactId ?? "",
            },
            Direction = known.Facts.Direction ?? "",
            Events = new ContactEvents
            {
                ConnectingToAgent = Printing.Time(measured.Timeline.ConnectingAt),
                Enqueued = Printing.Time(known.Facts.EnqueuedAt),
            },
            EndedBy = measured.Timeline.EndedBy,
            QueueName = known.Facts.QueueName ?? "",
            CallerId = known.Facts.CallerId ?? "",
        };

    private static CallMetrics MetricsOf(CallMeasurements measured)
    {
        var inbound = measured.Inbound;
        var outbound = measured.Outbound;
        return new CallMetrics
        {
            Inbound = new InboundMetrics
            {
                PacketsReceived = inbound.Packets,
                PacketsLost = inbound.Lost,
                PacketsLostMaxPercentage = CatalogNumber.From(inbound.LossPercentMax),
                PacketsLostPercentage = CatalogNumber.From(inbound.LossPercent),
                BytesReceived = inbound.Bytes,
                AudioLevel = Printing.Decimals(inbound.Level),
                JitterBufferMs = Printing.Decimals(inbound.Jitter),
                Mos = Printing.Decimals(inbound.Mos),
            },
            Outbound = new OutboundMetrics
            {
                PacketsSent = outbound.Packets,
                PacketsLost = outbound.Lost,
                PacketsLostMaxPercentage = CatalogNumber.From(outbound.LossPercentMax),
                PacketsLostPercentage = CatalogNumber.From(outbound.LossPercent),
                BytesSent = outbound.Bytes,
                AudioLevel = Printing.Decimals(outbound.Level),
                JitterBufferMs = Printing.Decimals(outbound.Jitter),
                Mos = Printing.Decimals(outbound.Mos),
            },
            Rtt = Printing.Whole(measured.RoundTrip),
            Jitter = Printing.WholeAverage(inbound.Jitter),
            Mos = Printing.Decimals(inbound.Mos),
        };
    }

    private static ServiceAgent ServiceAgentOf(
        CallIdentity call,
        CallMeasurements measured,
        CallKnowledge known,
        CallDurations durations
    ) =>
        new()
        {
            UserName = call.Agent.Length > 0 ? call.Agent : known.AgentNamed,
            Machine = MachineOf(measured, known),
            Network = NetworkOf(known),
            Browser = new Browser
            {
                Name = known.Facts.Browser?.Name ?? "",
                Version = known.Facts.Browser?.Version ?? "",
            },
            Softphone = new Softphone
            {
                Address = known.Facts.SoftphoneUrl ?? "",
                ContextAddress = known.Facts.SoftphoneContextUrl ?? "",
                ExtensionVersion = known.Facts.SdkVersion ?? "",
            },
            Interaction = new Interaction
            {
                TotalDurationSec = durations.Total,
                OnHoldDurationSec = durations.Hold,
                TalkingDurationSec = durations.Talking,
                OnMuteDurationSec = durations.Mute,
            },
            FriendlyName = known.Facts.FriendlyName ?? "",
        };

    private static Machine MachineOf(CallMeasurements measured, CallKnowledge known)
    {
        var cpu = Printing.Decimals(SpreadOf(measured.Machine, snapshot => snapshot.CpuPercent));
        var used = cpu.Avg!.Value.TryToDecimal(out var average) ? average : 0;
        return new Machine
        {
            Cpu = new Cpu
            {
                ModelName = known.Facts.CpuModel ?? "",
                IdlePercentage = new MetricAverage { Avg = CatalogNumber.From(100 - used) },
                UtilizedPercentage = cpu,
            },
            Memory = new Memory
            {
                AvailableGb = CatalogNumber.From(known.Facts.MemoryGb ?? 0),
                UtilizedPercentage = Printing.Decimals(SpreadOf(measured.Machine, snapshot => snapshot.MemoryPercent)),
            },
            OperatingSystem = new Catalog.OperatingSystem
            {
                Name = known.Facts.OperatingSystem?.Name ?? "",
                Version = known.Facts.OperatingSystem?.Version ?? "",
            },
        };
    }

    /// <summary>The spread of a value over the snapshots that have it.</summary>
    public static Spread SpreadOf(IEnumerable<MachineSnapshot> snapshots, Func<MachineSnapshot, double?> value)
    {
        var spread = new Spread();
        foreach (var snapshot in snapshots)
        {
            if (value(snapshot) is { } known)
            {
                spread.Add(known);
            }
        }

        return spread;
    }

    private static AgentNetwork NetworkOf(CallKnowledge known) =>
        new()
        {
            InternetGatewayIp = known.Sender?.Address ?? "",
            MediaIpAddress = known.Facts.MediaIpAddress ?? "",
            Type = known.Facts.NetworkType ?? "",
            Isp = known.Sender?.Isp ?? "",
            Geolocation = new Geolocation
            {
                City = known.Sender?.City ?? "",
                Region = known.Sender?.Region ?? "",
                Country = known.Sender?.Country ?? "",
            },
            AgentIpAddress = known.Sender?.Address ?? "",
            AgentIsp = known.Sender?.Isp ?? "",
        };

    private static MediaEndpoint MediaEndpointOf(CallKnowledge known) =>
        new()
        {
            Fqdn = known.Facts.MediaEndpoint?.Fqdn ?? "",
            DestinationPort = known.Facts.MediaEndpoint?.DestinationPort ?? "",
            SourcePort = known.Facts.MediaEndpoint?.SourcePort ?? "",
            Transport = known.Facts.MediaEndpoint?.Transport ?? "",
            PrivateIp = known.Facts.MediaEndpoint?.PrivateIp ?? "",
        };

    private static ServiceEndpoint ServiceEndpointOf(CallKnowledge known) =>
        new()
        {
            Fqdn = known.Facts.ServiceEndpoint?.Fqdn ?? "",
            TransportLifeTimeSeconds = known.Facts.ServiceEndpoint?.TransportLifeTimeSeconds ?? 0,
            Expiry = Printing.Time(known.Facts.ServiceEndpoint?.Expiry),
        };

    private static Catalog.UsedDevice DeviceOf(Insights.UsedDevice used) =>
        new()
        {
            Timestamp = Printing.Time(used.At),
            DeviceId = used.Device.DeviceId,
            GroupId = used.Device.GroupId,
            Kind = used.Device.Kind,
            Label = used.Device.Label,
        };

    private static CatalogList<InsightWindow> Windows(IReadOnlyList<Timeline.Span> spans) =>
        [
            .. spans
                .Take(CallInsights.MostWindows)
                .Select(span => new InsightWindow
                {
                    Start = Printing.Time(span.From),
                    End = Printing.Time(span.Until),
                }),
        ];
}
