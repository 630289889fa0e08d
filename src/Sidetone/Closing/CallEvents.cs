using Sidetone.Calls;
using Sidetone.Catalog;
using Sidetone.Delivery;
using Sidetone.Delivery.Outbox;

namespace Sidetone.Closing;

/// <summary>The events that a summarised call makes. Pure: the same call gives the same ids, times and bytes.</summary>
internal static class CallEvents
{
    /// <summary>The call's events, the summary first, those of headsets last.</summary>
    /// <param name="call">Which call it is.</param>
    /// <param name="summarized">Its summary.</param>
    /// <param name="profile">The group's profile.</param>
    /// <param name="withHeadsets">Whether the group collects what headsets measure.</param>
    public static IReadOnlyList<OutboxEvent> Of(
        CallIdentity call,
        SummarizedCall summarized,
        CatalogProfile profile,
        bool withHeadsets
    )
    {
        var events = new List<OutboxEvent>
        {
            Event(call, summarized, DetailTypes.CallSummary, SummaryDetail(summarized, profile)),
        };
        if (summarized.InsightsSummary is { } insights)
        {
            var detail = CatalogWriter.WriteDetail(insights, profile);
            events.Add(Event(call, summarized, DetailTypes.InsightsSummary, detail));
        }

        foreach (var headset in withHeadsets ? summarized.Headsets : [])
        {
            var detail = CatalogWriter.WriteDetail(headset.Summary, profile);
            events.Add(Event(call, summarized, DetailTypes.HeadsetSummary, detail, headset.DeviceKey));
        }

        return events;
    }

    /// <summary>The detail of the CallSummary event in the group's profile.</summary>
    public static byte[] SummaryDetail(SummarizedCall summarized, CatalogProfile profile) =>
        CatalogWriter.WriteDetail(summarized.Summary, profile);

    private static OutboxEvent Event(
        CallIdentity call,
        SummarizedCall summarized,
        string type,
        byte[] detail,
        params string[] device
    ) =>
        new()
        {
            Id = Delivery.Outbox.EventId.For(call.GroupId, type, [call.ContactId, call.Agent, .. device]),
            Group = call.GroupId,
            DetailType = type,
            Key = string.Join(' ', [call.ContactId, call.Agent, .. device]),
            ContactId = call.ContactId,
            OccurredAt = EventTime.Of(summarized.EndedAt ?? 0),
            Detail = detail,
        };
}
