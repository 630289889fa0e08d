namespace Sidetone.Catalog;

/// <summary>Any JSON object of the catalog. Its members are all optional when read; unknown ones are kept.</summary>
/// <remarks>
/// Equality is of values: two objects are equal when their members and their unknown members are, however they were
/// spelled, and whether an absent member was missing or null.
/// </remarks>
public abstract record CatalogObject
{
    private UnknownMembers _unknown = UnknownMembers.None;

    private protected CatalogObject() { }

    /// <summary>Gets the members that the catalog does not have, as they were read.</summary>
    public UnknownMembers Unknown
    {
        get => _unknown;
        init => _unknown = value;
    }

    /// <summary>Gets how the object was written when it was read; null for one that was made here.</summary>
    internal ReadForm? Form { get; private set; }

    /// <inheritdoc/>
    public virtual bool Equals(CatalogObject? other) =>
        other is not null && EqualityContract == other.EqualityContract && Unknown.Equals(other.Unknown);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Unknown);

    /// <summary>Visits every member in the catalog's order. This is the one description of the object's JSON.</summary>
    internal abstract void Describe(MemberVisitor visit);

    /// <summary>Called once by the reader, on an object nobody else has seen yet.</summary>
    internal void Remember(UnknownMembers unknown, ReadForm form)
    {
        _unknown = unknown;
        Form = form;
    }
}
