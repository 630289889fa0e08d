namespace Sidetone.Catalog;

/// <summary>An agent reported an issue.</summary>
public sealed record AgentReportedIssueEvent : CatalogEvent<AgentReportedIssue>, ICatalogObject<AgentReportedIssueEvent>
{
    /// <summary>Makes an event without members.</summary>
    public AgentReportedIssueEvent() { }

    private AgentReportedIssueEvent(MemberReader members)
        : base(members) => Detail = members.Object<AgentReportedIssue>("detail") ?? new();

    static AgentReportedIssueEvent ICatalogObject<AgentReportedIssueEvent>.Read(MemberReader members) => new(members);

    internal override void Describe(MemberVisitor visit)
    {
        base.Describe(visit);
        visit.Object("detail", Detail);
    }
}
