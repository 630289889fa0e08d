using Sidetone.Calls;
using Sidetone.Catalog;
using Sidetone.Delivery.Outbox;

namespace Sidetone.Closing;

/// <summary>The events that a summarised call makes. Pure: the same call gives the same ids, times and bytes.</summary>
internal static class CallEvents
{
    /// <summary>The call's events, the summary first.</summary>
    public static IReadOnlyList<OutboxEvent> Of(CallIdentity call, SummarizedCall summarized, CatalogProfile profile)
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

        return events;
    }

    /// <summary>The detail of the CallSummary event in the group's profile.</summary>
    public static byte[] SummaryDetail(SummarizedCall summarized, CatalogProfile profile) =>
        CatalogWriter.WriteDetail(summarized.Summary, profile);

    private static OutboxEvent Event(CallIdentity call, SummarizedCall summarized, string type, byte[] detail) =>
        new()
        {
            Id = Delivery.Outbox.EventId.For(call.GroupId, type, call.ContactId, call.Agent),
            Group = call.GroupId,
            DetailType = type,
            Key = $"{call.ContactId} {call.Agent}",
            ContactId = call.ContactId,
            OccurredAt = EnvelopeTime(summarized.EndedAt ?? 0),
            Detail = detail,
        };

    /// <summary>An envelope has whole seconds and is never older than its detail: the next whole second.</summary>
    private static DateTimeOffset EnvelopeTime(long endedAt) =>
        DateTimeOffset.FromUnixTimeSeconds((endedAt / 1000) + (endedAt % 1000 > 0 ? 1 : 0));
}
