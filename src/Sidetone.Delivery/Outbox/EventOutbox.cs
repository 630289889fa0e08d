using System.Data.Common;
using Sidetone.Delivery.Destinations;
using Sidetone.Storage;

namespace Sidetone.Delivery.Outbox;

/// <summary>Events that are to leave, written in the transaction of what they tell about.</summary>
/// <remarks>
/// One row per event, and one per event and destination. Because they commit with the call's state, a crash loses none
/// and invents none. After the commit, <see cref="AnnounceAsync"/> wakes the senders at once; without it they find the
/// rows at their next look.
/// </remarks>
public sealed class EventOutbox(Database database)
{
    /// <summary>The channel on which the store announces new rows.</summary>
    public const string Channel = "outbox";

    // Few enough that other changes do not wait long behind a purge.
    private const int PurgeMax = 1_000;

    /// <summary>
    /// Adds events for destinations. An event whose id is here already is left as it is, and so are its deliveries.
    /// </summary>
    public async Task AddAsync(
        DbTransaction transaction,
        IReadOnlyList<OutboxEvent> events,
        IReadOnlyList<DestinationId> destinations,
        CancellationToken cancellation
    )
    {
        foreach (var added in events)
        {
            if (!await TryInsertAsync(transaction, added, cancellation))
            {
                continue;
            }

            foreach (var destination in destinations)
            {
                await AskAsync(transaction, added, destination, cancellation);
            }
        }
    }

    /// <summary>
    /// Sends an event again with new detail under the same id: its deliveries to these destinations are pending again,
    /// whatever they were. A send that is under way is not stopped, but its answer no longer counts.
    /// </summary>
    public async Task CorrectAsync(
        DbTransaction transaction,
        OutboxEvent corrected,
        IReadOnlyList<DestinationId> destinations,
        CancellationToken cancellation
    )
    {
        // Insert first: the event may have been purged after it was delivered.
        if (!await TryInsertAsync(transaction, corrected, cancellation))
        {
            await transaction.ExecuteAsync(
                "UPDATE outbox_event SET detail = @detail WHERE event_id = @id",
                new { id = corrected.Id.ToBytes(), detail = StoredText.Pack(corrected.Detail.Span) },
                cancellation
            );
        }

        foreach (var destination in destinations)
        {
            await AskAsync(transaction, corrected, destination, cancellation);
        }
    }

    /// <summary>Tells every node that there may be something to send; call it after the commit.</summary>
    public Task AnnounceAsync(CancellationToken cancellation) => database.NotifyAsync(Channel, cancellation);

    /// <summary>
    /// Forgets events older than an age that have nothing left to send and nothing set aside; how many were forgotten.
    /// </summary>
    public async Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation)
    {
        var total = 0;
        int purged;
        do
        {
            purged = await database.WriteAsync(
                (transaction, stop) => PurgeOnceAsync(transaction, (long)age.TotalMilliseconds, stop),
                cancellation
            );
            total += purged;
        } while (purged == PurgeMax);

        return total;
    }

    // The order makes both statements mean the same events.
    private async Task<int> PurgeOnceAsync(DbTransaction transaction, long ageMs, CancellationToken cancellation)
    {
        var finished = $"""
            SELECT e.event_id FROM outbox_event e
            WHERE e.created_at < (SELECT {database.Dialect.NowMs}) - @ageMs AND NOT EXISTS (
                SELECT 1 FROM outbox_delivery d WHERE d.event_id = e.event_id AND d.state <> 2)
            ORDER BY e.created_at, e.event_id LIMIT {PurgeMax}
            """;
        await transaction.ExecuteAsync(
            $"DELETE FROM outbox_delivery WHERE event_id IN ({finished})",
            new { ageMs },
            cancellation
        );
        return await transaction.ExecuteAsync(
            $"DELETE FROM outbox_event WHERE event_id IN ({finished})",
            new { ageMs },
            cancellation
        );
    }

    private async Task<bool> TryInsertAsync(
        DbTransaction transaction,
        OutboxEvent added,
        CancellationToken cancellation
    ) =>
        await transaction.ExecuteAsync(
            $"""
            INSERT INTO outbox_event
                (event_id, group_id, detail_type, thing, contact_id, occurred_at, detail, created_at)
            VALUES (@id, @group, @detailType, @key, @contact, @occurredAt, @detail, {database.Dialect.NowMs})
            ON CONFLICT (event_id) DO NOTHING
            """,
            new
            {
                id = added.Id.ToBytes(),
                group = added.Group.ToByteArray(bigEndian: true),
                detailType = added.DetailType,
                key = added.Key,
                contact = added.ContactId,
                occurredAt = added.OccurredAt.ToUnixTimeMilliseconds(),
                detail = StoredText.Pack(added.Detail.Span),
            },
            cancellation
        ) > 0;

    private Task<int> AskAsync(
        DbTransaction transaction,
        OutboxEvent asked,
        DestinationId destination,
        CancellationToken cancellation
    ) =>
        transaction.ExecuteAsync(
            $"""
            INSERT INTO outbox_delivery
                (event_id, destination_id, contact_id, state, edition, attempts, due_at, claim_token)
            VALUES (@id, @destination, @contact, 0, {database.Dialect.NowMs}, 0, {database.Dialect.NowMs}, 0)
            ON CONFLICT (event_id, destination_id) DO UPDATE SET {DeliveryAgain.Assignments(database.Dialect)}
            """,
            new
            {
                id = asked.Id.ToBytes(),
                destination = destination.ToBytes(),
                contact = asked.ContactId,
            },
            cancellation
        );
}
