namespace Sidetone.Catalog;

/// <summary>Which keys a generated event has. A producer uses one of them per tenant and never mixes them.</summary>
/// <remarks>The profiles differ in <see cref="CallSummary"/> only.</remarks>
public enum CatalogProfile
{
    /// <summary>Exactly the keys of the published catalog, in its order; <c>utilizedPercentage</c>.</summary>
    V2023 = 0,

    /// <summary>
    /// The keys observed in 2025: <c>utilisedPercentage</c>, MOS per direction, the greatest loss, the operating
    /// system, insight windows and a few more.
    /// </summary>
    V2025 = 1,
}
