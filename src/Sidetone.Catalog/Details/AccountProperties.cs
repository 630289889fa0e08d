namespace Sidetone.Catalog;

/// <summary>The group (tenant) of a call summary.</summary>
public sealed record AccountProperties : CatalogObject, ICatalogObject<AccountProperties>
{
    /// <summary>Gets the group's name; only a call summary has it.</summary>
    public string? GroupName { get; init; }

    /// <summary>Gets the group's id.</summary>
    public string? GroupId { get; init; }

    static AccountProperties ICatalogObject<AccountProperties>.Read(MemberReader members) =>
        new() { GroupName = members.Text("operataGroupName"), GroupId = members.Text("operataGroupId") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("operataGroupName", GroupName);
        visit.Text("operataGroupId", GroupId);
    }
}

/// <summary>The group (tenant) of the other events that have one.</summary>
public sealed record GroupReference : CatalogObject, ICatalogObject<GroupReference>
{
    /// <summary>Gets the group's id.</summary>
    public string? GroupId { get; init; }

    static GroupReference ICatalogObject<GroupReference>.Read(MemberReader members) =>
        new() { GroupId = members.Text("operataGroupId") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("operataGroupId", GroupId);
    }
}
