namespace Sidetone.Patterns.Explaining;

/// <summary>What an event has on one path.</summary>
internal sealed class EventField
{
    /// <summary>All leaves, in the event's order: several where arrays are crossed or a key is repeated.</summary>
    public List<EventLeaf> Leaves { get; } = [];

    /// <summary>Objects and empty arrays, which are no leaves, for people who wonder.</summary>
    public List<FoundValue> Others { get; } = [];
}
