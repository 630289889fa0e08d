namespace Sidetone.Catalog;

/// <summary>The figures of what the agent said: from the agent to the platform.</summary>
public sealed record OutboundMetrics : CatalogObject, ICatalogObject<OutboundMetrics>
{
    /// <summary>Gets the packets sent.</summary>
    public CatalogNumber? PacketsSent { get; init; }

    /// <summary>Gets the packets the platform reported lost, at least 0.</summary>
    public CatalogNumber? PacketsLost { get; init; }

    /// <summary>Gets the greatest loss of any second in per cent; in the 2025 profile only.</summary>
    public CatalogNumber? PacketsLostMaxPercentage { get; init; }

    /// <summary>Gets the loss in per cent of the packets sent.</summary>
    public CatalogNumber? PacketsLostPercentage { get; init; }

    /// <summary>Gets the bytes of media sent.</summary>
    public CatalogNumber? BytesSent { get; init; }

    /// <summary>Gets the level, 0 to 32,767, linear.</summary>
    public MetricRange? AudioLevel { get; init; }

    /// <summary>
    /// Gets the RTP jitter in ms as the platform reported it; despite its name it is no delay of a jitter buffer.
    /// </summary>
    public MetricRange? JitterBufferMs { get; init; }

    /// <summary>Gets the estimated outbound MOS; in the 2025 profile only.</summary>
    public MetricRange? Mos { get; init; }

    static OutboundMetrics ICatalogObject<OutboundMetrics>.Read(MemberReader members) =>
        new()
        {
            PacketsSent = members.Number("packetsSent"),
            PacketsLost = members.Number("packetsLost"),
            PacketsLostMaxPercentage = members.Number("packetsLostMaxPercentage"),
            PacketsLostPercentage = members.Number("packetsLostPercentage"),
            BytesSent = members.Number("bytesSent"),
            AudioLevel = members.Object<MetricRange>("audioLevel"),
            JitterBufferMs = members.Object<MetricRange>("jitterBufferMils"),
            Mos = members.Object<MetricRange>("mos"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("packetsSent", PacketsSent);
        visit.Number("packetsLost", PacketsLost);
        visit.Number(MemberName.In2025("packetsLostMaxPercentage"), PacketsLostMaxPercentage);
        visit.Number("packetsLostPercentage", PacketsLostPercentage);
        visit.Number("bytesSent", BytesSent);
        visit.Object("audioLevel", AudioLevel);
        visit.Object("jitterBufferMils", JitterBufferMs);
        visit.Object(MemberName.In2025("mos"), Mos);
    }
}
