using System.Text.Json.Serialization;

namespace Sidetone.Catalog;

/// <summary>An issue an agent reported, in a call or outside one.</summary>
[JsonConverter(typeof(CatalogDetailConverter<AgentReportedIssue>))]
public sealed record AgentReportedIssue : CatalogDetail, ICatalogObject<AgentReportedIssue>
{
    /// <inheritdoc/>
    public override string DetailType => DetailTypes.AgentReportedIssue;

    /// <summary>Gets the id of the group; this event names it so.</summary>
    public string? GroupId { get; init; }

    /// <summary>Gets the agent's user name.</summary>
    public string? Agent { get; init; }

    /// <summary>Gets always <c>AgentReportedIssue</c>.</summary>
    public string? State { get; init; }

    /// <summary>Gets what the agent said.</summary>
    public IssueContext? Context { get; init; }

    /// <summary>Gets the agent's browser.</summary>
    public Browser? Browser { get; init; }

    /// <summary>Gets the agent's machine at that moment.</summary>
    public IssueSystem? System { get; init; }

    /// <summary>Gets the issue as an error of the softphone.</summary>
    public SoftphoneError? SoftphoneError { get; init; }

    /// <summary>Gets when the agent reported it.</summary>
    public CatalogTime? Timestamp { get; init; }

    /// <summary>Gets the id of the report, 32 hexadecimal digits.</summary>
    public string? Id { get; init; }

    static AgentReportedIssue ICatalogObject<AgentReportedIssue>.Read(MemberReader members) =>
        new()
        {
            GroupId = members.Text("operataClientId"),
            Agent = members.Text("agent"),
            State = members.Text("state"),
            Context = members.Object<IssueContext>("context"),
            Browser = members.Object<Browser>("browser"),
            System = members.Object<IssueSystem>("system"),
            SoftphoneError = members.Object<SoftphoneError>("softphoneError"),
            Timestamp = members.Time("timestamp"),
            Id = members.Text("id"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("operataClientId", GroupId);
        visit.Text("agent", Agent);
        visit.Text("state", State);
        visit.Object("context", Context);
        visit.Object("browser", Browser);
        visit.Object("system", System);
        visit.Object("softphoneError", SoftphoneError);
        visit.Time("timestamp", Timestamp);
        visit.Text("id", Id);
    }
}

/// <summary>What the agent said. Every text is from an open list that the group chooses.</summary>
public sealed record IssueContext : CatalogObject, ICatalogObject<IssueContext>
{
    /// <summary>Gets the contact; empty outside a call.</summary>
    public string? CallContactId { get; init; }

    /// <summary>Gets the category.</summary>
    public string? Category { get; init; }

    /// <summary>Gets the cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Gets the agent's own words.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the scenario; may be empty.</summary>
    public string? Scenario { get; init; }

    /// <summary>Gets how bad it was, such as <c>Terrible</c>.</summary>
    public string? Severity { get; init; }

    static IssueContext ICatalogObject<IssueContext>.Read(MemberReader members) =>
        new()
        {
            CallContactId = members.Text("callContactId"),
            Category = members.Text("category"),
            Cause = members.Text("cause"),
            Message = members.Text("message"),
            Scenario = members.Text("scenario"),
            Severity = members.Text("severity"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("callContactId", CallContactId);
        visit.Text("category", Category);
        visit.Text("cause", Cause);
        visit.Text("message", Message);
        visit.Text("scenario", Scenario);
        visit.Text("severity", Severity);
    }
}

/// <summary>
/// The issue as an error of the softphone. The type is the agent's choice, not an error code of the softphone.
/// </summary>
public sealed record SoftphoneError : CatalogObject, ICatalogObject<SoftphoneError>
{
    /// <summary>Gets the agent's choice.</summary>
    public string? Type { get; init; }

    /// <summary>Gets further text; may be empty.</summary>
    public string? Message { get; init; }

    static SoftphoneError ICatalogObject<SoftphoneError>.Read(MemberReader members) =>
        new() { Type = members.Text("type"), Message = members.Text("message") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("type", Type);
        visit.Text("message", Message);
    }
}
