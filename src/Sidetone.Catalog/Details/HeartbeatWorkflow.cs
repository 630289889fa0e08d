using System.Text.Json.Serialization;

namespace Sidetone.Catalog;

/// <summary>
/// The synthetic tests that met a workflow's trigger. A webhook gets the bare list; on a bus the list is wrapped,
/// because a detail must be an object.
/// </summary>
[JsonConverter(typeof(CatalogDetailConverter<HeartbeatWorkflow>))]
public sealed record HeartbeatWorkflow : CatalogDetail, ICatalogObject<HeartbeatWorkflow>
{
    /// <inheritdoc/>
    public override string DetailType => DetailTypes.HeartbeatWorkflow;

    /// <summary>Gets the tests.</summary>
    public CatalogList<Heartbeat>? Heartbeats { get; init; }

    static HeartbeatWorkflow ICatalogObject<HeartbeatWorkflow>.Read(MemberReader members) =>
        new() { Heartbeats = members.List<Heartbeat>("heartbeats") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.List("heartbeats", Heartbeats);
    }
}

/// <summary>One run of a synthetic test.</summary>
public sealed record Heartbeat : CatalogObject, ICatalogObject<Heartbeat>
{
    /// <summary>Gets the agent who answered.</summary>
    public string? AgentId { get; init; }

    /// <summary>Gets the kind of agent, virtual or human; may be empty.</summary>
    public string? AgentType { get; init; }

    /// <summary>Gets the score of the agent's audio, 1 to 10; 10 also when it was not measured.</summary>
    public CatalogNumber? AxScore { get; init; }

    /// <summary>Gets when the job was made.</summary>
    public CatalogTime? CreatedOn { get; init; }

    /// <summary>Gets the score of the customer's audio, 1 to 10; 10 also when it was not measured.</summary>
    public CatalogNumber? CxScore { get; init; }

    /// <summary>Gets the id of the call on the side that dialled.</summary>
    public string? DiallerCallId { get; init; }

    /// <summary>Gets the group.</summary>
    public string? GroupId { get; init; }

    /// <summary>Gets the test this is a run of.</summary>
    public string? HeartbeatId { get; init; }

    /// <summary>Gets the run: Unix nanoseconds as a text, for no double holds them.</summary>
    public string? JobId { get; init; }

    /// <summary>Gets the score of the network, 1 to 10; 10 also when it was not measured.</summary>
    public CatalogNumber? NetworkScore { get; init; }

    /// <summary>Gets the id of the call on the side that answered, a contact.</summary>
    public string? ReceiverCallId { get; init; }

    /// <summary>Gets the routing profile; may be empty.</summary>
    public string? RoutingProfileId { get; init; }

    /// <summary>Gets the outcome, from an open list, such as <c>Completed</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Gets the number that was called; may be empty.</summary>
    public string? ToNumber { get; init; }

    /// <summary>Gets when the outcome was known.</summary>
    public CatalogTime? UpdatedOn { get; init; }

    static Heartbeat ICatalogObject<Heartbeat>.Read(MemberReader members) =>
        new()
        {
            AgentId = members.Text("agentId"),
            AgentType = members.Text("agentType"),
            AxScore = members.Number("axScore"),
            CreatedOn = members.Time("createdOn"),
            CxScore = members.Number("cxScore"),
            DiallerCallId = members.Text("diallerCallId"),
            GroupId = members.Text("groupId"),
            HeartbeatId = members.Text("heartbeatId"),
            JobId = members.Text("jobId"),
            NetworkScore = members.Number("networkScore"),
            ReceiverCallId = members.Text("receiverCallId"),
            RoutingProfileId = members.Text("routingProfileId"),
            Status = members.Text("status"),
            ToNumber = members.Text("toNumber"),
            UpdatedOn = members.Time("updatedOn"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("agentId", AgentId);
        visit.Text("agentType", AgentType);
        visit.Number("axScore", AxScore);
        visit.Time("createdOn", CreatedOn);
        visit.Number("cxScore", CxScore);
        visit.Text("diallerCallId", DiallerCallId);
        visit.Text("groupId", GroupId);
        visit.Text("heartbeatId", HeartbeatId);
        visit.Text("jobId", JobId);
        visit.Number("networkScore", NetworkScore);
        visit.Text("receiverCallId", ReceiverCallId);
        visit.Text("routingProfileId", RoutingProfileId);
        visit.Text("status", Status);
        visit.Text("toNumber", ToNumber);
        visit.Time("updatedOn", UpdatedOn);
    }
}
