namespace Sidetone.Catalog;

/// <summary>Why bytes could not be read as an event of the catalog.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.detail.contact.id</c>; <c>$</c> is the whole text.</param>
/// <param name="Reason">What is wrong there, as a full sentence for a person.</param>
public sealed record CatalogProblem(string Path, string Reason)
{
    /// <summary>Gives path and reason in one line.</summary>
    public override string ToString() => $"{Path}: {Reason}";
}
