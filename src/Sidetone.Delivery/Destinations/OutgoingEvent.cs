using Sidetone.Delivery.Outbox;

namespace Sidetone.Delivery.Destinations;

/// <summary>One event for one destination.</summary>
public sealed record OutgoingEvent
{
    /// <summary>Its id, the same at every destination and every attempt.</summary>
    public required EventId Id { get; init; }

    /// <summary>
    /// Which request to send it this is: larger when a person or a correction asked again, the same when an attempt is
    /// repeated. With <see cref="Id"/> it is unique at a destination.
    /// </summary>
    public required long Edition { get; init; }

    /// <summary>The group.</summary>
    public required Guid Group { get; init; }

    /// <summary>Its type, such as <c>CallSummary</c>.</summary>
    public required string DetailType { get; init; }

    /// <summary>The contact, when it is about one.</summary>
    public string? ContactId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The detail: one JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Detail { get; init; }

    /// <summary>The envelope's <c>source</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The envelope's <c>account</c>.</summary>
    public required string Account { get; init; }

    /// <summary>The envelope's <c>region</c>.</summary>
    public required string Region { get; init; }
}
