namespace Sidetone.Catalog;

/// <summary>An event with its typed detail.</summary>
/// <typeparam name="TDetail">The detail.</typeparam>
public abstract record CatalogEvent<TDetail> : CatalogEvent
    where TDetail : CatalogDetail, new()
{
    private protected CatalogEvent() { }

    private protected CatalogEvent(MemberReader members)
        : base(members) { }

    /// <summary>Gets what happened.</summary>
    public TDetail Detail { get; init; } = new();

    /// <inheritdoc/>
    public override string DetailType => Detail.DetailType;
}
