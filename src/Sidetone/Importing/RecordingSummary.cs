using Sidetone.Calls;
using Sidetone.Catalog;
using Sidetone.Closing;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Importing;

/// <summary>The catalog events of a recording, made as a server makes them of a call that closes.</summary>
internal static class RecordingSummary
{
    // A group, an account, a bus and a region that never change, so that the same file always gives the same bytes.
    private const string GroupName = "Recordings";
    private const string Account = "000000000000";
    private const string Region = "us-east-1";
    private const string BusName = "default";
    private static readonly Guid s_group = new("51de0000-0000-8000-8000-000000000001");

    /// <summary>The call's events, each a line of JSON without its end.</summary>
    public static IEnumerable<byte[]> Events(Recording recording, CallSettings settings, CatalogProfile profile)
    {
        var batch = recording.Batch;
        var call = new CallIdentity(s_group, GroupName, batch.ContactId, batch.Agent);
        var sessions = SessionAssembler.Assemble([(batch, ContentHash: 0)]);
        var summarized = CallSummarizer.Summarize(call, sessions, settings);
        return CallEvents
            .Of(call, summarized, profile, withHeadsets: true)
            .Select(happened => Envelope.Write(Outgoing(happened)));
    }

    private static OutgoingEvent Outgoing(OutboxEvent happened) =>
        new()
        {
            Id = happened.Id,
            Edition = 0,
            Group = happened.Group,
            DetailType = happened.DetailType,
            ContactId = happened.ContactId,
            OccurredAt = happened.OccurredAt,
            Detail = happened.Detail,
            Source = new SourceName(SourceName.PublishedPrefix, happened.Group.ToString(), BusName).ToString(),
            Account = Account,
            Region = Region,
        };
}
