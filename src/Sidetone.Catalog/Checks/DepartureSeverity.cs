namespace Sidetone.Catalog;

/// <summary>What a departure from the catalog means to a consumer.</summary>
public enum DepartureSeverity
{
    /// <summary>It differs, and consumers of the published catalog have met it: published events do the same.</summary>
    Note = 0,

    /// <summary>A consumer of the published catalog would break on it or be told something false.</summary>
    Error = 1,
}
