namespace Sidetone.Catalog;

/// <summary>
/// What stands around a detail: the members every event on a bus has. The version is always <c>0</c>.
/// </summary>
public sealed record EventEnvelope
{
    /// <summary>Gets the event's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the event's type, mostly one of <see cref="DetailTypes"/>.</summary>
    public required string DetailType { get; init; }

    /// <summary>Gets the source; see <see cref="SourceName"/>.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the account, a text of twelve digits.</summary>
    public required string Account { get; init; }

    /// <summary>
    /// Gets when the event is sent, in any offset; it is written in UTC with whole seconds, the rest cut off.
    /// </summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the region of the bus.</summary>
    public required string Region { get; init; }

    /// <summary>Gets the resources; none unless given.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];
}
