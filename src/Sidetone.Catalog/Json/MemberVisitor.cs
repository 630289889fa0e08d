namespace Sidetone.Catalog;

/// <summary>
/// Visits the members of an object in the catalog's order: the writers, the schemas and the check are its kinds.
/// </summary>
internal abstract class MemberVisitor
{
    public abstract void Text(MemberName name, string? value);

    public abstract void Number(MemberName name, CatalogNumber? value);

    public abstract void Time(MemberName name, CatalogTime? value);

    public abstract void Flag(MemberName name, bool? value);

    public abstract void Texts(MemberName name, CatalogList<string>? values);

    public abstract void Object<T>(MemberName name, T? value)
        where T : CatalogObject, ICatalogObject<T>, new();

    /// <param name="name">The member's name.</param>
    /// <param name="values">The items.</param>
    /// <param name="atMost">How many of them a generated event has.</param>
    public abstract void List<T>(MemberName name, CatalogList<T>? values, int atMost = int.MaxValue)
        where T : CatalogObject, ICatalogObject<T>, new();
}
