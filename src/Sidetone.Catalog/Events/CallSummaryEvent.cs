namespace Sidetone.Catalog;

/// <summary>A call has ended.</summary>
public sealed record CallSummaryEvent : CatalogEvent<CallSummary>, ICatalogObject<CallSummaryEvent>
{
    /// <summary>Makes an event without members.</summary>
    public CallSummaryEvent() { }

    private CallSummaryEvent(MemberReader members)
        : base(members) => Detail = members.Object<CallSummary>("detail") ?? new();

    static CallSummaryEvent ICatalogObject<CallSummaryEvent>.Read(MemberReader members) => new(members);

    internal override void Describe(MemberVisitor visit)
    {
        base.Describe(visit);
        visit.Object("detail", Detail);
    }
}
