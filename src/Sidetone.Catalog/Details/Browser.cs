namespace Sidetone.Catalog;

/// <summary>The agent's browser.</summary>
public sealed record Browser : CatalogObject, ICatalogObject<Browser>
{
    /// <summary>Gets the name, such as <c>Chrome</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the version in full.</summary>
    public string? Version { get; init; }

    static Browser ICatalogObject<Browser>.Read(MemberReader members) =>
        new() { Name = members.Text("name"), Version = members.Text("version") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("name", Name);
        visit.Text("version", Version);
    }
}
