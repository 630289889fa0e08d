namespace Sidetone.Catalog;

/// <summary>
/// One event of the catalog. The set of its kinds is closed: a <c>switch</c> over the five is complete.
/// </summary>
/// <remarks>
/// The shape is that of <c>CloudWatchEvent&lt;T&gt;</c>, which handlers of EventBridge events know: envelope members
/// beside
/// a typed <c>Detail</c>. The kinds are <see cref="CallSummaryEvent"/>, <see cref="InsightsSummaryEvent"/>,
/// <see cref="AgentReportedIssueEvent"/>, <see cref="HeadsetSummaryEvent"/> and <see cref="HeartbeatWorkflowEvent"/>.
/// </remarks>
public abstract record CatalogEvent : CatalogObject
{
    private protected CatalogEvent() { }

    private protected CatalogEvent(MemberReader members)
    {
        Version = members.Text("version");
        Id = members.Text("id");
        _ = members.Text("detail-type");
        Source = members.Text("source");
        Account = members.Text("account");
        Time = members.Time("time");
        Region = members.Text("region");
        Resources = members.Texts("resources");
    }

    /// <summary>Gets the version of the envelope, <c>0</c>.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the event's id, a UUID.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the event's <c>detail-type</c>, one of <see cref="DetailTypes"/>.</summary>
    public abstract string DetailType { get; }

    /// <summary>Gets the source, <c>{prefix}/{groupId}/{busName}</c>; see <see cref="SourceName"/>.</summary>
    public string? Source { get; init; }

    /// <summary>Gets the AWS account as a text of twelve digits; it may begin with zeros.</summary>
    public string? Account { get; init; }

    /// <summary>Gets when the event was sent, in whole seconds.</summary>
    public CatalogTime? Time { get; init; }

    /// <summary>Gets the region of the bus.</summary>
    public string? Region { get; init; }

    /// <summary>Gets the resources; mostly none.</summary>
    public CatalogList<string>? Resources { get; init; }

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("version", Version);
        visit.Text("id", Id);
        visit.Text("detail-type", DetailType);
        visit.Text("source", Source);
        visit.Text("account", Account);
        visit.Time("time", Time);
        visit.Text("region", Region);
        visit.Texts("resources", Resources);
    }
}
