namespace Sidetone.Catalog;

/// <summary>The detail of one of the five events.</summary>
public abstract record CatalogDetail : CatalogObject
{
    private protected CatalogDetail() { }

    /// <summary>Gets the event's <c>detail-type</c>, one of <see cref="DetailTypes"/>.</summary>
    public abstract string DetailType { get; }
}
