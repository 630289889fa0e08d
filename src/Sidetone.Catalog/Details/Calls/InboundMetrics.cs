namespace Sidetone.Catalog;

/// <summary>The figures of what the agent heard: from the platform to the agent.</summary>
public sealed record InboundMetrics : CatalogObject, ICatalogObject<InboundMetrics>
{
    /// <summary>Gets the packets that came.</summary>
    public CatalogNumber? PacketsReceived { get; init; }

    /// <summary>Gets the packets that never came, at least 0.</summary>
    public CatalogNumber? PacketsLost { get; init; }

    /// <summary>Gets the greatest loss of any second in per cent; in the 2025 profile only.</summary>
    public CatalogNumber? PacketsLostMaxPercentage { get; init; }

    /// <summary>Gets the loss in per cent of the packets expected, which are those received and those lost.</summary>
    public CatalogNumber? PacketsLostPercentage { get; init; }

    /// <summary>Gets the bytes of media that came.</summary>
    public CatalogNumber? BytesReceived { get; init; }

    /// <summary>Gets the level, 0 to 32,767, linear.</summary>
    public MetricRange? AudioLevel { get; init; }

    /// <summary>Gets the RTP jitter in ms; despite its name it is no delay of a jitter buffer.</summary>
    public MetricRange? JitterBufferMs { get; init; }

    /// <summary>Gets the estimated inbound MOS; in the 2025 profile only.</summary>
    public MetricRange? Mos { get; init; }

    static InboundMetrics ICatalogObject<InboundMetrics>.Read(MemberReader members) =>
        new()
        {
            PacketsReceived = members.Number("packetsReceived"),
            PacketsLost = members.Number("packetsLost"),
            PacketsLostMaxPercentage = members.Number("packetsLostMaxPercentage"),
            PacketsLostPercentage = members.Number("packetsLostPercentage"),
            BytesReceived = members.Number("bytesReceived"),
            AudioLevel = members.Object<MetricRange>("audioLevel"),
            JitterBufferMs = members.Object<MetricRange>("jitterBufferMils"),
            Mos = members.Object<MetricRange>("mos"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("packetsReceived", PacketsReceived);
        visit.Number("packetsLost", PacketsLost);
        visit.Number(MemberName.In2025("packetsLostMaxPercentage"), PacketsLostMaxPercentage);
        visit.Number("packetsLostPercentage", PacketsLostPercentage);
        visit.Number("bytesReceived", BytesReceived);
        visit.Object("audioLevel", AudioLevel);
        visit.Object("jitterBufferMils", JitterBufferMs);
        visit.Object(MemberName.In2025("mos"), Mos);
    }
}
