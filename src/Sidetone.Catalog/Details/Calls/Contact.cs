namespace Sidetone.Catalog;

/// <summary>The contact of a call.</summary>
public sealed record Contact : CatalogObject, ICatalogObject<Contact>
{
    /// <summary>Gets the contact's id and its neighbours.</summary>
    public ContactIds? Id { get; init; }

    /// <summary>Gets <c>Inbound</c> or <c>Outbound</c>.</summary>
    public string? Direction { get; init; }

    /// <summary>Gets when the contact reached the agent.</summary>
    public ContactEvents? Events { get; init; }

    /// <summary>Gets who ended the call, such as <c>Agent</c>; empty when it is not known.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Gets the queue.</summary>
    public string? QueueName { get; init; }

    /// <summary>Gets the customer's number in E.164 form.</summary>
    public string? CallerId { get; init; }

    static Contact ICatalogObject<Contact>.Read(MemberReader members) =>
        new()
        {
            Id = members.Object<ContactIds>("id"),
            Direction = members.Text("direction"),
            Events = members.Object<ContactEvents>("events"),
            EndedBy = members.Text("endedBy"),
            QueueName = members.Text("queueName"),
            CallerId = members.Text("callerId"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("id", Id);
        visit.Text("direction", Direction);
        visit.Object("events", Events);
        visit.Text("endedBy", EndedBy);
        visit.Text("queueName", QueueName);
        visit.Text("callerId", CallerId);
    }
}

/// <summary>When a contact reached the agent.</summary>
public sealed record ContactEvents : CatalogObject, ICatalogObject<ContactEvents>
{
    /// <summary>Gets when it began to ring at the agent.</summary>
    public CatalogTime? ConnectingToAgent { get; init; }

    /// <summary>Gets when it entered the queue.</summary>
    public CatalogTime? Enqueued { get; init; }

    static ContactEvents ICatalogObject<ContactEvents>.Read(MemberReader members) =>
        new() { ConnectingToAgent = members.Time("connectingToAgent"), Enqueued = members.Time("enqueued") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Time("connectingToAgent", ConnectingToAgent);
        visit.Time("enqueued", Enqueued);
    }
}
