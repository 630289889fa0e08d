using System.Data.Common;
using Sidetone.Calls;
using Sidetone.Catalog;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Groups;
using Sidetone.Storage;
using Sidetone.Storage.Log;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Closing;

/// <summary>Closes one claimed call: reads its log, summarises, and stores call and events in one transaction.</summary>
/// <remarks>
/// <code>
///  claim ──▶ read log ──▶ summarise ──▶ one transaction: log still as read? ─no─▶ read again
///                                          │ yes
///                                          ▼
///                       log rows out · call row and packed recording in · events into the outbox
/// </code>
/// What comes after the close updates the stored call and marks it changed; it sends nothing by itself.
/// </remarks>
internal sealed class CallCloser(
    Database database,
    ITelemetryLog log,
    ClosedCallStore calls,
    EventOutbox outbox,
    KeyRing groups,
    ClosingMetrics metrics
)
{
    /// <summary>A call whose log grows under every reading is left to a later claim.</summary>
    private const int ReadingsMax = 5;

    /// <summary>Closes the call, or works in what came after its close; false when the claim was lost or its log never rested.</summary>
    public async Task<bool> CloseAsync(CallClaim claim, CancellationToken cancellation)
    {
        for (var reading = 0; reading < ReadingsMax; reading++)
        {
            var stored = claim.Late ? await calls.FindAsync(claim.Call, cancellation) : null;
            var read = await log.ReadAsync(claim.Call, cancellation);
            var closed = Summarize(claim, stored, read);
            var isDone = await database.WriteAsync(
                (transaction, stop) =>
                    CommitAsync(transaction, claim, read.LastPosition, closed, isFirst: stored is null, stop),
                cancellation
            );
            if (isDone)
            {
                metrics.Closed(claim.Reason);
                await outbox.AnnounceAsync(cancellation);
                return true;
            }
        }

        metrics.Lost();
        await log.ReleaseAsync(claim, TimeSpan.Zero, cancellation);
        return false;
    }

    private async Task<bool> CommitAsync(
        DbTransaction transaction,
        CallClaim claim,
        long lastPosition,
        (ClosedCall Call, IReadOnlyList<OutboxEvent> Events)? closed,
        bool isFirst,
        CancellationToken cancellation
    )
    {
        if (!await log.TryCloseAsync(transaction, claim, lastPosition, cancellation))
        {
            return false;
        }

        if (closed is not var (call, events))
        {
            return true;
        }

        await calls.PutAsync(transaction, call, cancellation);
        if (isFirst && events.Count > 0)
        {
            var destinations = await DestinationStore.IdsAsync(transaction, claim.Group, cancellation);
            await outbox.AddAsync(transaction, events, destinations, cancellation);
        }

        return true;
    }

    /// <summary>The call as it is to be stored, and its events; null when the log holds nothing that is new.</summary>
    private (ClosedCall Call, IReadOnlyList<OutboxEvent> Events)? Summarize(
        CallClaim claim,
        ClosedCall? stored,
        CallLog read
    )
    {
        if (read.Entries.Count == 0)
        {
            return null;
        }

        var batches = read.Entries.Select(entry => (BatchCodec.Decode(entry.Body.Span), entry.ContentHash));
        var sessions = stored is null
            ? SessionAssembler.Assemble(batches)
            : SessionAssembler.Merge(RecordingCodec.Unpack(stored.Recording), batches);
        var group =
            groups.Group(claim.Group)
            ?? throw new InvalidOperationException($"Group {claim.Group} of call {claim.Call} is not known.");
        var profile = group.Settings.CatalogProfile;
        var identity = new CallIdentity(claim.Group, group.Group.Name, claim.ContactId, claim.Agent);
        var summarized = CallSummarizer.Summarize(identity, sessions, group.Settings.Calls);
        var events =
            group.Settings.PlatformOnlyCalls || sessions.Any(session => session.Source == BatchSource.Browser)
                ? CallEvents.Of(identity, summarized, profile)
                : [];
        var summary = CallEvents.SummaryDetail(summarized, profile);
        var wasSent = stored is not null;
        return (
            new ClosedCall
            {
                Key = claim.Call,
                Group = claim.Group,
                ContactId = claim.ContactId,
                Agent = claim.Agent,
                EndedAt = summarized.EndedAt ?? 0,
                Profile = group.Settings.Profile,
                MosFormula = summarized.MosFormula,
                SettingsVersion = group.SettingsVersion,
                ChangedSinceSent =
                    wasSent && (stored!.ChangedSinceSent || !stored.Summary.AsSpan().SequenceEqual(summary)),
                Summary = summary,
                Insights = InsightsJson.Write(summarized.Insights),
                Recording = RecordingCodec.Pack(sessions),
            },
            events
        );
    }
}
