using System.Text.Json.Serialization;

namespace Sidetone.Catalog;

/// <summary>What went wrong in a call: sent when there is one insight or more.</summary>
[JsonConverter(typeof(CatalogDetailConverter<InsightsSummary>))]
public sealed record InsightsSummary : CatalogDetail, ICatalogObject<InsightsSummary>
{
    /// <inheritdoc/>
    public override string DetailType => DetailTypes.InsightsSummary;

    /// <summary>Gets the group.</summary>
    public GroupReference? AccountProperties { get; init; }

    /// <summary>Gets the contact.</summary>
    public InsightsContact? Contact { get; init; }

    /// <summary>Gets the insights.</summary>
    public InsightTags? Insights { get; init; }

    static InsightsSummary ICatalogObject<InsightsSummary>.Read(MemberReader members) =>
        new()
        {
            AccountProperties = members.Object<GroupReference>("accountProperties"),
            Contact = members.Object<InsightsContact>("contact"),
            Insights = members.Object<InsightTags>("insights"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("accountProperties", AccountProperties);
        visit.Object("contact", Contact);
        visit.Object("insights", Insights);
    }
}

/// <summary>The contact of an insights summary.</summary>
public sealed record InsightsContact : CatalogObject, ICatalogObject<InsightsContact>
{
    /// <summary>Gets the contact's id; an insights summary has the current one only.</summary>
    public CurrentContactId? Id { get; init; }

    static InsightsContact ICatalogObject<InsightsContact>.Read(MemberReader members) =>
        new() { Id = members.Object<CurrentContactId>("id") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Object("id", Id);
    }
}

/// <summary>The insights of a call.</summary>
public sealed record InsightTags : CatalogObject, ICatalogObject<InsightTags>
{
    /// <summary>Gets the number of tags.</summary>
    public CatalogNumber? Count { get; init; }

    /// <summary>Gets the tags, one for each rule that the call met.</summary>
    public CatalogList<InsightTag>? Tags { get; init; }

    static InsightTags ICatalogObject<InsightTags>.Read(MemberReader members) =>
        new() { Count = members.Number("count"), Tags = members.List<InsightTag>("tags") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("count", Count);
        visit.List("tags", Tags);
    }
}

/// <summary>One insight.</summary>
public sealed record InsightTag : CatalogObject, ICatalogObject<InsightTag>
{
    /// <summary>Gets the name of the rule, such as <c>High Packet Loss</c>.</summary>
    public string? Description { get; init; }

    static InsightTag ICatalogObject<InsightTag>.Read(MemberReader members) =>
        new() { Description = members.Text("description") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("description", Description);
    }
}
