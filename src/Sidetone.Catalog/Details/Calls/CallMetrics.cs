namespace Sidetone.Catalog;

/// <summary>The figures of a call.</summary>
public sealed record CallMetrics : CatalogObject, ICatalogObject<CallMetrics>
{
    /// <summary>Gets what the agent heard.</summary>
    public InboundMetrics? Inbound { get; init; }

    /// <summary>Gets what the agent said.</summary>
    public OutboundMetrics? Outbound { get; init; }

    /// <summary>Gets the round trip in ms; 0 when it was never reported.</summary>
    public MetricRange? Rtt { get; init; }

    /// <summary>Gets the inbound jitter in ms, its mean rounded to a whole number.</summary>
    public MetricRange? Jitter { get; init; }

    /// <summary>Gets the estimated inbound MOS, 1 to 4.5.</summary>
    public MetricRange? Mos { get; init; }

    static CallMetrics ICatalogObject<CallMetrics>.Read(MemberReader members) =>
        new()
        {
            Inbound = members.Object<InboundMetrics>("inbound"),
            Outbound = members.Object<OutboundMetrics>("outbound"),
            Rtt = members.Object<MetricRange>("rtt"),
            Jitter = members.Object<MetricRange>("jitter"),
            Mos = members.Object<MetricRange>("mos"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("inbound", Inbound);
        visit.Object("outbound", Outbound);
        visit.Object("rtt", Rtt);
        visit.Object("jitter", Jitter);
        visit.Object("mos", Mos);
    }
}
