using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.Status;

/// <summary>What a node last found out about a destination as it is now.</summary>
public sealed record DestinationCondition
{
    /// <summary>The destination.</summary>
    public required DestinationId Destination { get; init; }

    /// <summary>Whether events are sent; else they wait.</summary>
    public required bool IsReady { get; init; }

    /// <summary>What is there, or why events wait.</summary>
    public required string Said { get; init; }

    /// <summary>The node that found it out.</summary>
    public required string Node { get; init; }

    /// <summary>Since when it is so.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it was last looked at.</summary>
    public required DateTimeOffset CheckedAt { get; init; }
}

/// <summary>A reason why events of a destination are not delivered, and of how many.</summary>
/// <param name="Destination">The destination.</param>
/// <param name="IsSetAside">Whether they are set aside; else they wait to be tried again.</param>
/// <param name="Reason">What was said the last time.</param>
/// <param name="Count">How many events.</param>
public sealed record DeliveryReason(DestinationId Destination, bool IsSetAside, string Reason, long Count);
