namespace Sidetone.Catalog;

/// <summary>An object that can be read from its members.</summary>
internal interface ICatalogObject<TSelf>
    where TSelf : CatalogObject, ICatalogObject<TSelf>
{
    static abstract TSelf Read(MemberReader members);
}
