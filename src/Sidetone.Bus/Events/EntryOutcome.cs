namespace Sidetone.Bus.Events;

/// <summary>What became of one entry: it has an id, or an error.</summary>
/// <param name="EventId">The envelope's <c>id</c>; null when the entry was refused.</param>
/// <param name="ErrorCode">Why it was refused, as a name such as <c>MalformedDetail</c>.</param>
/// <param name="ErrorMessage">Why it was refused, for a person.</param>
public sealed record EntryOutcome(string? EventId, string? ErrorCode, string? ErrorMessage)
{
    /// <summary>Taken: it is on disk.</summary>
    public static EntryOutcome Accepted(Guid id) => new(id.ToString(), null, null);

    /// <summary>Not taken.</summary>
    public static EntryOutcome Refused(string code, string message) => new(null, code, message);
}
