namespace Sidetone.Delivery.Destinations;

/// <summary>What a destination answered for one event.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome() { }

    /// <summary>The destination has it for good.</summary>
    /// <param name="ExternalId">The id that the destination gave it, when it gives one.</param>
    public sealed record Delivered(string? ExternalId = null) : DeliveryOutcome;

    /// <summary>Not now: the world is expected to mend.</summary>
    /// <param name="Reason">Why, for a person.</param>
    /// <param name="RetryAfter">How long the destination asked to be left alone.</param>
    public sealed record RetryLater(string Reason, TimeSpan? RetryAfter = null) : DeliveryOutcome;

    /// <summary>
    /// Not before a person mends something that is the same for every event, such as credentials: nothing is wrong
    /// with the event, so it waits, and the destination is held back, loudly, and tried again from time to time.
    /// </summary>
    /// <param name="Reason">Why, for a person.</param>
    public sealed record Held(string Reason) : DeliveryOutcome;

    /// <summary>Never as it is: it is set aside with the reason, shown, and can be sent again by a person.</summary>
    /// <param name="Reason">Why, for a person.</param>
    public sealed record Rejected(string Reason) : DeliveryOutcome;
}
