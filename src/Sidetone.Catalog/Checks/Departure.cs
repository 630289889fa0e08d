namespace Sidetone.Catalog;

/// <summary>One departure of an event from the catalog.</summary>
/// <param name="Severity">What it means to a consumer.</param>
/// <param name="Kind">How it departs.</param>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="Found">What stands there, for a person.</param>
/// <param name="Expected">What the catalog has, for a person.</param>
public sealed record Departure(
    DepartureSeverity Severity,
    DepartureKind Kind,
    string Path,
    string Found,
    string Expected
)
{
    /// <summary>Gives the departure in one line.</summary>
    public override string ToString() =>
        $"{(Severity == DepartureSeverity.Error ? "error" : "note")} {Path}: found {Found}; the catalog has {Expected}";
}
