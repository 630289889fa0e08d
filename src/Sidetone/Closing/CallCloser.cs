using System.Data.Common;
using Sidetone.Calls;
using Sidetone.Calls.Headsets;
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
/// What comes after the close updates the stored call and marks it changed; it sends nothing by itself. The exception is a
/// call of which nothing was sent: the platform alone had told of it, and its group wants no such calls.
/// A call without an agent becomes part of the agent's call when that is known by now. One that was closed before is taken
/// over by the first call of a page that was connected; what was sent keeps its id.
/// </remarks>
internal sealed class CallCloser(
    Database database,
    ITelemetryLog log,
    ClosedCallStore calls,
    EventOutbox outbox,
    KeyRing groups,
    IContactAgents agents,
    ClosingMetrics metrics
)
{
    /// <summary>A call whose log grows under every reading is left to a later claim.</summary>
    private const int ReadingsMax = 5;

    /// <summary>Closes the call, or works in what came after its close; false when the claim was lost or its log never rested.</summary>
    public async Task<bool> CloseAsync(CallClaim claim, CancellationToken cancellation)
    {
        if (claim.Agent.Length == 0 && await MoveAsync(claim, cancellation))
        {
            return true;
        }

        for (var reading = 0; reading < ReadingsMax; reading++)
        {
            var stored = claim.Late
                ? await calls.FindAsync(claim.Call, cancellation)
                : await UnnamedAsync(claim, cancellation);
            var read = await log.ReadAsync(claim.Call, cancellation);
            var outcome = Summarize(claim, stored, read);
            var isDone = await database.WriteAsync(
                (transaction, stop) => CommitAsync(transaction, claim, read.LastPosition, outcome, stop),
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

    /// <summary>Makes a call without an agent part of its agent's call; false when nobody knows whose it is.</summary>
    private async Task<bool> MoveAsync(CallClaim claim, CancellationToken cancellation)
    {
        if (await agents.FindAsync(claim, cancellation) is not { } agent)
        {
            return false;
        }

        var to = CallKey.Of(claim.Group, claim.ContactId, agent);
        var isMoved = await database.WriteAsync(
            (transaction, stop) => log.MoveAsync(transaction, claim.Call, to, agent, stop),
            cancellation
        );
        await database.NotifyAsync(TelemetryLog.DueChannel, cancellation);
        return isMoved;
    }

    /// <summary>The contact's closed call without an agent; null when there is none, as for nearly every call.</summary>
    private async Task<ClosedCall?> UnnamedAsync(CallClaim claim, CancellationToken cancellation) =>
        claim.Agent.Length == 0
            ? null
            : await calls.FindAsync(CallKey.Of(claim.Group, claim.ContactId, ""), cancellation);

    private async Task<bool> CommitAsync(
        DbTransaction transaction,
        CallClaim claim,
        long lastPosition,
        Outcome? outcome,
        CancellationToken cancellation
    )
    {
        // What came late for the call that is taken over may have changed it since it was read.
        var isAsRead = outcome?.TakesOver is not { } read || await calls.HoldsAsync(transaction, read, cancellation);
        if (!isAsRead || !await log.TryCloseAsync(transaction, claim, lastPosition, cancellation))
        {
            return false;
        }

        if (outcome is null)
        {
            return true;
        }

        if (outcome.TakesOver is { } unnamed)
        {
            await ClosedCallStore.RemoveAsync(transaction, unnamed.Key, cancellation);
            await log.MoveAsync(transaction, unnamed.Key, claim.Call, claim.Agent, cancellation);
            await agents.AdoptAsync(transaction, claim, cancellation);
        }

        var isKept = claim.Late
            ? await ClosedCallStore.UpdateAsync(transaction, outcome.Call, cancellation)
            : await calls.AddAsync(transaction, outcome.Call, cancellation);
        if (isKept && outcome.Events.Count > 0)
        {
            var destinations = await DestinationStore.IdsAsync(transaction, claim.Group, cancellation);
            await outbox.AddAsync(transaction, outcome.Events, destinations, cancellation);
        }

        return true;
    }

    /// <summary>The call as it is to be stored, and its events; null when there is nothing to store.</summary>
    private Outcome? Summarize(CallClaim claim, ClosedCall? stored, CallLog read)
    {
        // Retention may have taken a closed call while late batches waited: what is left of them is no call.
        if (read.Entries.Count == 0 || (claim.Late && stored is null))
        {
            return null;
        }

        var group =
            groups.Group(claim.Group)
            ?? throw new InvalidOperationException($"Group {claim.Group} of call {claim.Call} is not known.");
        var batches = read.Entries.Select(entry => (BatchCodec.Decode(entry.Body.Span), entry.ContentHash)).ToList();
        if (!claim.Late && !batches.Exists(WasConnected))
        {
            // An agent who was only offered the contact does not get what is known of it.
            stored = null;
        }

        var before = stored is null ? [] : RecordingCodec.Unpack(stored.Recording);
        var sessions = SessionAssembler.Merge(before, batches);
        var identity = new CallIdentity(claim.Group, group.Group.Name, claim.ContactId, claim.Agent);
        var summarized = CallSummarizer.Summarize(identity, sessions, group.Settings.Calls);
        var summary = CallEvents.SummaryDetail(summarized, group.Settings.CatalogProfile);
        var wasSent = IsSent(before, group.Settings);
        return new Outcome(
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
                    wasSent
                    && (
                        stored!.ChangedSinceSent
                        || !stored.Summary.AsSpan().SequenceEqual(summary)
                        || HaveHeadsetsChanged(identity, group.Settings, before, summarized)
                    ),
                SentAs = claim.Late || !wasSent ? stored?.SentAs : stored!.SentAs ?? stored.Agent,
                Summary = summary,
                Insights = InsightsJson.Write(summarized.Insights),
                Recording = RecordingCodec.Pack(sessions),
            },
            !wasSent && IsSent(sessions, group.Settings)
                ? CallEvents.Of(identity, summarized, group.Settings.CatalogProfile, group.Settings.Headset)
                : [],
            claim.Late ? null : stored
        );
    }

    private static bool WasConnected((Batch Batch, long) received) =>
        received.Batch.Tracks.Count > 0
        || received.Batch.Happenings.Any(happening => happening.Type == HappeningType.Connected);

    /// <summary>Whether a call of these sessions has events.</summary>
    internal static bool IsSent(IReadOnlyList<Session> sessions, GroupSettings settings) =>
        sessions.Any(session => settings.PlatformOnlyCalls || session.Source == BatchSource.Browser);

    /// <summary>
    /// Whether what came late changed what headsets measured. Their details are not stored, so they are made once more
    /// from what was known before.
    /// </summary>
    private static bool HaveHeadsetsChanged(
        CallIdentity call,
        GroupSettings settings,
        IReadOnlyList<Session> before,
        SummarizedCall now
    )
    {
        var had = before.Any(session => session.Headset.Count > 0)
            ? CallSummarizer.Summarize(call, before, settings.Calls).Headsets
            : [];
        return !had.Select(Bytes).SequenceEqual(now.Headsets.Select(Bytes), StringComparer.Ordinal);

        string Bytes(SummarizedHeadset headset) =>
            Convert.ToHexString(CatalogWriter.WriteDetail(headset.Summary, settings.CatalogProfile));
    }

    /// <param name="Call">The call as it is to be stored.</param>
    /// <param name="Events">Its events, if they are to be sent now.</param>
    /// <param name="TakesOver">The closed call that it takes the place of; null when none.</param>
    private sealed record Outcome(ClosedCall Call, IReadOnlyList<OutboxEvent> Events, ClosedCall? TakesOver);
}
