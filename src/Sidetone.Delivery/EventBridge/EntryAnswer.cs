using Sidetone.Delivery.Aws;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.EventBridge;

/// <summary>What an answer of EventBridge means for an event.</summary>
/// <remarks>
/// Of a single entry's codes only <c>ThrottlingException</c> and <c>InternalFailure</c> pass by themselves, as the API's
/// reference says; with any other the event is set aside.
/// A whole request fails for one of three reasons. Trouble that passes: it is tried again. Something that only a person
/// can mend, and that is the same for every event (credentials, permissions, the bus, the endpoint): to set events
/// aside for it would empty the outbox in one bad night, and leave it to somebody to notice and send thousands again;
/// so they wait, and the destination is held with a reason. Or the request itself is wrong, which is about the events
/// in it.
/// </remarks>
internal static class EntryAnswer
{
    /// <summary>What an entry's part of an answer means.</summary>
    public static DeliveryOutcome Of(PutEventsResultEntry entry) =>
        entry switch
        {
            { EventId: { Length: > 0 } id } => new DeliveryOutcome.Delivered(id),
            { ErrorCode: "ThrottlingException" or "InternalFailure" } => new DeliveryOutcome.RetryLater(Said(entry)),
            { ErrorCode: { Length: > 0 } } => new DeliveryOutcome.Rejected(Said(entry)),
            _ => new DeliveryOutcome.RetryLater("EventBridge gave neither an event id nor an error code."),
        };

    /// <summary>What it means for every event of a request that the request failed.</summary>
    public static DeliveryOutcome Of(AwsFailure failure) =>
        failure.Fault switch
        {
            AwsFault.Unanswered or AwsFault.Throttled or AwsFault.Service => new DeliveryOutcome.RetryLater(
                failure.ToString()
            ),
            AwsFault.Credentials or AwsFault.Denied or AwsFault.Missing or AwsFault.Endpoint =>
                new DeliveryOutcome.Held(failure.ToString()),
            _ => new DeliveryOutcome.Rejected(failure.ToString()),
        };

    private static string Said(PutEventsResultEntry entry) =>
        string.IsNullOrEmpty(entry.ErrorMessage) ? entry.ErrorCode! : $"{entry.ErrorCode}: {entry.ErrorMessage}";
}
