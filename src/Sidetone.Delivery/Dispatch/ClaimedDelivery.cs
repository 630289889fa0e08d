using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.Dispatch;

/// <summary>The right to send one event to one destination until the lease ends.</summary>
/// <param name="Position">The delivery's place in the outbox.</param>
/// <param name="Token">Differs for every claim: only the last one's answer counts.</param>
/// <param name="Attempts">How often it was tried before.</param>
/// <param name="Age">How long ago it was added, when it was claimed.</param>
/// <param name="Event">What to send.</param>
internal sealed record ClaimedDelivery(long Position, long Token, long Attempts, TimeSpan Age, OutgoingEvent Event);

/// <summary>What to write down about a claimed delivery.</summary>
internal abstract record DeliveryVerdict(ClaimedDelivery Delivery)
{
    /// <summary>The destination answered.</summary>
    internal sealed record Answered(ClaimedDelivery Delivery, DeliveryOutcome Outcome, TimeSpan RetryDelay)
        : DeliveryVerdict(Delivery);

    /// <summary>It was not sent, because an earlier event of its contact waits or the lease was about to end.</summary>
    internal sealed record Released(ClaimedDelivery Delivery, TimeSpan Delay) : DeliveryVerdict(Delivery);
}
