namespace Sidetone.Catalog;

/// <summary>A synthetic test met a workflow's trigger.</summary>
public sealed record HeartbeatWorkflowEvent : CatalogEvent<HeartbeatWorkflow>, ICatalogObject<HeartbeatWorkflowEvent>
{
    /// <summary>Makes an event without members.</summary>
    public HeartbeatWorkflowEvent() { }

    private HeartbeatWorkflowEvent(MemberReader members)
        : base(members) => Detail = members.Object<HeartbeatWorkflow>("detail") ?? new();

    /// <summary>
    /// Gets a value indicating whether this is the form of a webhook: the published bare list, without an envelope. All
    /// members of
    /// the envelope are then null, and the event is written as the bare list again.
    /// </summary>
    public bool IsBareList { get; init; }

    static HeartbeatWorkflowEvent ICatalogObject<HeartbeatWorkflowEvent>.Read(MemberReader members) => new(members);

    internal override void Describe(MemberVisitor visit)
    {
        base.Describe(visit);
        visit.Object("detail", Detail);
    }
}
