namespace Sidetone.Catalog;

/// <summary>The softphone.</summary>
public sealed record Softphone : CatalogObject, ICatalogObject<Softphone>
{
    /// <summary>Gets the address of the softphone's page; its fragment may hold the contact's id.</summary>
    public string? Address { get; init; }

    /// <summary>Gets the address of the page around the softphone.</summary>
    public string? ContextAddress { get; init; }

    /// <summary>Gets the version of the collecting extension; in the 2025 profile only.</summary>
    public string? ExtensionVersion { get; init; }

    static Softphone ICatalogObject<Softphone>.Read(MemberReader members) =>
        new()
        {
            Address = members.Text("softphoneUrl"),
            ContextAddress = members.Text("softphoneContextUrl"),
            ExtensionVersion = members.Text("operataChromeExtVersion"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Text("softphoneUrl", Address);
        visit.Text("softphoneContextUrl", ContextAddress);
        visit.Text(MemberName.In2025("operataChromeExtVersion"), ExtensionVersion);
    }
}
