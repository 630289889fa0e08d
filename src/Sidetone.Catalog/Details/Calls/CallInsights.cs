namespace Sidetone.Catalog;

/// <summary>
/// The windows of a call in which nothing was heard. They are raw: silence, hold and mute make them too.
/// </summary>
public sealed record CallInsights : CatalogObject, ICatalogObject<CallInsights>
{
    /// <summary>
    /// How many windows of each kind a generated event has at most, so that it stays within a bus's size limit.
    /// </summary>
    public const int MostWindows = 1_000;

    /// <summary>Gets the number of insight tags of the call, which is not the number of windows.</summary>
    public CatalogNumber? Count { get; init; }

    /// <summary>Gets the windows without an estimated MOS; at most 1,000 are written.</summary>
    public CatalogList<InsightWindow>? ZeroMos { get; init; }

    /// <summary>Gets the windows without a packet to the agent; at most 1,000 are written.</summary>
    public CatalogList<InsightWindow>? ZeroInboundPackets { get; init; }

    static CallInsights ICatalogObject<CallInsights>.Read(MemberReader members) =>
        new()
        {
            Count = members.Number("count"),
            ZeroMos = members.List<InsightWindow>("zeroMos"),
            ZeroInboundPackets = members.List<InsightWindow>("zeroInboundPackets"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("count", Count);
        visit.List("zeroMos", ZeroMos, MostWindows);
        visit.List("zeroInboundPackets", ZeroInboundPackets, MostWindows);
    }
}

/// <summary>A stretch of a call.</summary>
public sealed record InsightWindow : CatalogObject, ICatalogObject<InsightWindow>
{
    /// <summary>Gets its beginning.</summary>
    public CatalogTime? Start { get; init; }

    /// <summary>Gets its end.</summary>
    public CatalogTime? End { get; init; }

    static InsightWindow ICatalogObject<InsightWindow>.Read(MemberReader members) =>
        new() { Start = members.Time("start"), End = members.Time("end") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Time("start", Start);
        visit.Time("end", End);
    }
}
