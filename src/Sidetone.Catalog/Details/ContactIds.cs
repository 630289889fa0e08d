namespace Sidetone.Catalog;

/// <summary>The contact a call belongs to, and its neighbours.</summary>
public sealed record ContactIds : CatalogObject, ICatalogObject<ContactIds>
{
    /// <summary>Gets the platform's id of this call leg.</summary>
    public string? Current { get; init; }

    /// <summary>Gets the contact this one was transferred from; empty when there is none or it is not known.</summary>
    public string? Previous { get; init; }

    /// <summary>Gets the contact this one was transferred to; empty when there is none or it is not known.</summary>
    public string? Next { get; init; }

    static ContactIds ICatalogObject<ContactIds>.Read(MemberReader members) =>
        new()
        {
            Current = members.Text("current"),
            Previous = members.Text("previous"),
            Next = members.Text("next"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("current", Current);
        visit.Text("previous", Previous);
        visit.Text("next", Next);
    }
}

/// <summary>The contact an insights summary belongs to.</summary>
public sealed record CurrentContactId : CatalogObject, ICatalogObject<CurrentContactId>
{
    /// <summary>Gets the platform's id of the call leg.</summary>
    public string? Current { get; init; }

    static CurrentContactId ICatalogObject<CurrentContactId>.Read(MemberReader members) =>
        new() { Current = members.Text("current") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("current", Current);
    }
}
