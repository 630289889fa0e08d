namespace Sidetone.Catalog;

/// <summary>What event some bytes are, and where it departs from the published catalog.</summary>
public sealed record ConformanceReport
{
    /// <summary>
    /// Gets the event's type, one of <see cref="DetailTypes"/>; null when it is no event of the catalog.
    /// </summary>
    public string? DetailType { get; init; }

    /// <summary>Gets the profile whose keys the event has; null when it is no event of the catalog.</summary>
    /// <remarks>Only a call summary can be of 2025: it is when it has a member that only this profile has.</remarks>
    public CatalogProfile? Profile { get; init; }

    /// <summary>Gets a value indicating whether it is the bare list of a heartbeat webhook.</summary>
    public bool IsBareList { get; init; }

    /// <summary>Gets the departures: those of structure in the order of the text, then those of values.</summary>
    public IReadOnlyList<Departure> Departures { get; init; } = [];

    /// <summary>Gets a value indicating whether no departure is an error.</summary>
    public bool Conforms
    {
        get
        {
            foreach (var departure in Departures)
            {
                if (departure.Severity == DepartureSeverity.Error)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
