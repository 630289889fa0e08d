namespace Sidetone.Catalog;

/// <summary>A call has ended, and the headset measured something.</summary>
public sealed record HeadsetSummaryEvent : CatalogEvent<HeadsetSummary>, ICatalogObject<HeadsetSummaryEvent>
{
    /// <summary>Makes an event without members.</summary>
    public HeadsetSummaryEvent() { }

    private HeadsetSummaryEvent(MemberReader members)
        : base(members) => Detail = members.Object<HeadsetSummary>("detail") ?? new();

    static HeadsetSummaryEvent ICatalogObject<HeadsetSummaryEvent>.Read(MemberReader members) => new(members);

    internal override void Describe(MemberVisitor visit)
    {
        base.Describe(visit);
        visit.Object("detail", Detail);
    }
}
