namespace Sidetone.Delivery.Outbox;

/// <summary>An event on its way into the outbox: what every destination's envelope of it shares.</summary>
public sealed record OutboxEvent
{
    /// <summary>Its id; adding the same id again adds nothing.</summary>
    public required EventId Id { get; init; }

    /// <summary>The group it belongs to.</summary>
    public required Guid Group { get; init; }

    /// <summary>Its type, such as <c>CallSummary</c>.</summary>
    public required string DetailType { get; init; }

    /// <summary>The thing it is about, for people who look at the outbox.</summary>
    public required string Key { get; init; }

    /// <summary>The contact, when it is about one: events of one contact keep their order at a destination.</summary>
    public string? ContactId { get; init; }

    /// <summary>When it happened; the envelope's <c>time</c>.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The detail: one JSON object in UTF-8, sent byte for byte as it is here.</summary>
    public required ReadOnlyMemory<byte> Detail { get; init; }
}
