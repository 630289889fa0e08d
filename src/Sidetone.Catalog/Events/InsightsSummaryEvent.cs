namespace Sidetone.Catalog;

/// <summary>A call has ended, and something went wrong in it.</summary>
public sealed record InsightsSummaryEvent : CatalogEvent<InsightsSummary>, ICatalogObject<InsightsSummaryEvent>
{
    /// <summary>Makes an event without members.</summary>
    public InsightsSummaryEvent() { }

    private InsightsSummaryEvent(MemberReader members)
        : base(members) => Detail = members.Object<InsightsSummary>("detail") ?? new();

    static InsightsSummaryEvent ICatalogObject<InsightsSummaryEvent>.Read(MemberReader members) => new(members);

    internal override void Describe(MemberVisitor visit)
    {
        base.Describe(visit);
        visit.Object("detail", Detail);
    }
}
