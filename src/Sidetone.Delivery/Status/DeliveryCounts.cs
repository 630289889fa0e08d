using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;

namespace Sidetone.Delivery.Status;

/// <summary>How many deliveries of a destination stand where.</summary>
public sealed record DeliveryCounts
{
    /// <summary>The destination.</summary>
    public required DestinationId Destination { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>To be sent when due.</summary>
    public required long Pending { get; init; }

    /// <summary>Being sent.</summary>
    public required long Claimed { get; init; }

    /// <summary>Delivered, and still in the outbox.</summary>
    public required long Delivered { get; init; }

    /// <summary>Set aside.</summary>
    public required long SetAside { get; init; }

    /// <summary>
    /// How long ago the oldest one that is pending or claimed was asked for; null when there is none.
    /// </summary>
    public TimeSpan? OldestOpen { get; init; }
}

/// <summary>One event that a destination would not take.</summary>
public sealed record SetAsideDelivery
{
    /// <summary>The event.</summary>
    public required EventId Event { get; init; }

    /// <summary>Its type.</summary>
    public required string DetailType { get; init; }

    /// <summary>The thing it is about.</summary>
    public required string Key { get; init; }

    /// <summary>The destination; it may have been removed.</summary>
    public required DestinationId Destination { get; init; }

    /// <summary>The destination's name; null when it was removed.</summary>
    public string? DestinationName { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>How often it was tried.</summary>
    public required long Attempts { get; init; }

    /// <summary>When the event happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
