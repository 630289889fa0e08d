using System.Data.Common;
using System.Diagnostics;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Storage;

namespace Sidetone.Delivery.Dispatch;

/// <summary>
/// Which deliveries are due, who sends them, and how that went: the dispatcher's side of the outbox's tables.
/// </summary>
/// <remarks>
/// Times are the database's, so that nodes with wrong clocks agree on what is due. A claim ends with its lease, and
/// its token makes what a slow node says afterwards void.
/// </remarks>
internal sealed class DeliveryClaims(Database database)
{
    // Long texts from strangers' servers are for reading, not for keeping.
    private const int ReasonMax = 1_000;

    // An event behind another one of its contact looks again this much later.
    private const int BehindMs = 1_000;

    private Dialect Dialect => database.Dialect;

    // Once per statement: some engines' clocks move while a statement runs.
    private string Now => $"(SELECT {Dialect.NowMs})";

    /// <summary>
    /// Every destination that is switched on, with the time until its next delivery is due; null when none is open.
    /// </summary>
    public async Task<IReadOnlyList<DestinationDue>> DueAsync(CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<DueRow>(
            $"""
            SELECT n.id AS Id, n.kind AS Kind, n.revision AS Revision, {Now} AS NowAt,
                (SELECT MIN(d.due_at) FROM outbox_delivery d WHERE d.destination_id = n.id AND d.state < 2) AS DueAt
            FROM destination n WHERE n.enabled = 1
            """,
            null,
            cancellation
        );
        return
        [
            .. rows.Select(row => new DestinationDue(
                DestinationId.Parse(row.Id),
                row.Kind,
                row.Revision,
                row.DueAt is { } due ? TimeSpan.FromMilliseconds(due - row.NowAt) : null
            )),
        ];
    }

    /// <summary>
    /// Claims what is due at a destination, oldest first. An event behind another of its contact that is not in the
    /// same claim stays where it is.
    /// </summary>
    public Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
        DestinationRecord destination,
        string owner,
        int max,
        TimeSpan lease,
        CancellationToken cancellation
    ) =>
        database.WriteAsync<IReadOnlyList<ClaimedDelivery>>(
            async (transaction, stop) =>
            {
                var parameters = new
                {
                    destination = destination.Id.ToBytes(),
                    owner,
                    max = (long)max,
                    lease = (long)lease.TotalMilliseconds,
                    behind = (long)BehindMs,
                };
                var claimed = await transaction.QueryAsync<long>(ClaimStatement(), parameters, stop);
                if (claimed.Count == 0)
                {
                    await transaction.ExecuteAsync(PostponeStatement(), parameters, stop);
                    return [];
                }

                return await ReadClaimedAsync(transaction, destination, claimed, stop);
            },
            cancellation
        );

    /// <summary>
    /// Gives back what this node had claimed before it was restarted, so that nothing waits for old leases.
    /// </summary>
    public Task<int> ReleaseOwnAsync(string owner, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    $"""
                    UPDATE outbox_delivery SET state = 0, due_at = {Now}, claim_owner = NULL,
                        claim_token = claim_token + 1
                    WHERE state = 1 AND claim_owner = @owner
                    """,
                    new { owner },
                    stop
                ),
            cancellation
        );

    /// <summary>Within a transaction: ends deliveries whose claim still holds; those, in order.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> CompleteAsync(
        DbTransaction transaction,
        IReadOnlyList<ClaimedDelivery> deliveries,
        CancellationToken cancellation
    )
    {
        var completed = new List<ClaimedDelivery>(deliveries.Count);
        foreach (var delivery in deliveries)
        {
            if (await DeliveredAsync(transaction, delivery, externalId: null, cancellation))
            {
                completed.Add(delivery);
            }
        }

        return completed;
    }

    /// <summary>
    /// Writes down how claimed deliveries went; how many no longer held their claim and changed nothing.
    /// </summary>
    public Task<int> StoreAsync(IReadOnlyList<DeliveryVerdict> verdicts, CancellationToken cancellation) =>
        database.WriteAsync(
            async (transaction, stop) =>
            {
                var lost = 0;
                foreach (var verdict in verdicts)
                {
                    lost += await StoreAsync(transaction, verdict, stop) ? 0 : 1;
                }

                return lost;
            },
            cancellation
        );

    private Task<bool> StoreAsync(DbTransaction transaction, DeliveryVerdict verdict, CancellationToken cancellation) =>
        verdict switch
        {
            DeliveryVerdict.Released released => PendingAsync(
                transaction,
                released.Delivery,
                released.Delay,
                reason: null,
                cancellation
            ),
            DeliveryVerdict.Answered { Outcome: DeliveryOutcome.Delivered delivered } => DeliveredAsync(
                transaction,
                verdict.Delivery,
                delivered.ExternalId,
                cancellation
            ),
            DeliveryVerdict.Answered { Outcome: DeliveryOutcome.RetryLater later } answered => PendingAsync(
                transaction,
                answered.Delivery,
                answered.RetryDelay,
                later.Reason,
                cancellation
            ),
            DeliveryVerdict.Answered { Outcome: DeliveryOutcome.Held held } answered => PendingAsync(
                transaction,
                answered.Delivery,
                answered.RetryDelay,
                held.Reason,
                cancellation
            ),
            DeliveryVerdict.Answered { Outcome: DeliveryOutcome.Rejected rejected } => SetAsideAsync(
                transaction,
                verdict.Delivery,
                rejected.Reason,
                cancellation
            ),
            _ => throw new UnreachableException($"BUG: unknown verdict {verdict}."),
        };

    private async Task<bool> DeliveredAsync(
        DbTransaction transaction,
        ClaimedDelivery delivery,
        string? externalId,
        CancellationToken cancellation
    ) =>
        await transaction.ExecuteAsync(
            $"""
            UPDATE outbox_delivery SET state = 2, attempts = attempts + 1, delivered_at = {Now},
                external_id = @externalId, last_error = NULL, claim_owner = NULL
            WHERE position = @position AND claim_token = @token AND state = 1
            """,
            new
            {
                position = delivery.Position,
                token = delivery.Token,
                externalId,
            },
            cancellation
        ) > 0;

    private async Task<bool> PendingAsync(
        DbTransaction transaction,
        ClaimedDelivery delivery,
        TimeSpan delay,
        string? reason,
        CancellationToken cancellation
    ) =>
        await transaction.ExecuteAsync(
            $"""
            UPDATE outbox_delivery SET state = 0, attempts = attempts + @tried, due_at = {Now} + @delay,
                last_error = CASE WHEN @tried = 1 THEN @reason ELSE last_error END, claim_owner = NULL
            WHERE position = @position AND claim_token = @token AND state = 1
            """,
            new
            {
                position = delivery.Position,
                token = delivery.Token,
                tried = reason is null ? 0L : 1L,
                delay = (long)delay.TotalMilliseconds,
                reason = Shortened(reason),
            },
            cancellation
        ) > 0;

    private static async Task<bool> SetAsideAsync(
        DbTransaction transaction,
        ClaimedDelivery delivery,
        string reason,
        CancellationToken cancellation
    ) =>
        await transaction.ExecuteAsync(
            """
            UPDATE outbox_delivery SET state = 3, attempts = attempts + 1, last_error = @reason, claim_owner = NULL
            WHERE position = @position AND claim_token = @token AND state = 1
            """,
            new
            {
                position = delivery.Position,
                token = delivery.Token,
                reason = Shortened(reason),
            },
            cancellation
        ) > 0;

    private string ClaimStatement() =>
        $"""
            WITH candidate AS MATERIALIZED (
                SELECT d.position, d.contact_id FROM outbox_delivery d
                WHERE d.destination_id = @destination AND d.state < 2 AND d.due_at <= {Now} AND NOT EXISTS (
                    SELECT 1 FROM outbox_delivery e
                    WHERE e.destination_id = @destination AND e.contact_id = d.contact_id AND e.state < 2
                        AND e.position < d.position AND e.due_at > {Now})
                ORDER BY d.position LIMIT @max {Dialect.SkipLocked})
            UPDATE outbox_delivery SET state = 1, claim_owner = @owner, claim_token = claim_token + 1,
                due_at = {Now} + @lease
            WHERE position IN (
                SELECT c.position FROM candidate c WHERE NOT EXISTS (
                    SELECT 1 FROM outbox_delivery e
                    WHERE e.destination_id = @destination AND e.contact_id = c.contact_id AND e.state < 2
                        AND e.position < c.position AND e.position NOT IN (SELECT position FROM candidate)))
            RETURNING position
            """;

    // Without this, an event that is due but behind another would be found due again and again.
    private string PostponeStatement() =>
        $"""
            UPDATE outbox_delivery SET due_at = {Now} + @behind
            WHERE destination_id = @destination AND state = 0 AND due_at <= {Now} AND EXISTS (
                SELECT 1 FROM outbox_delivery e
                WHERE e.destination_id = @destination AND e.contact_id = outbox_delivery.contact_id AND e.state < 2
                    AND e.position < outbox_delivery.position)
            """;

    private async Task<IReadOnlyList<ClaimedDelivery>> ReadClaimedAsync(
        DbTransaction transaction,
        DestinationRecord destination,
        IReadOnlyList<long> positions,
        CancellationToken cancellation
    )
    {
        var (list, parameters) = Statements.ListOf(positions);
        var rows = await transaction.QueryAsync<ClaimedRow>(
            $"""
            SELECT d.position AS Position, d.claim_token AS Token, d.attempts AS Attempts, d.edition AS Edition,
                {Now} - d.edition AS AgeMs, e.event_id AS EventId, e.detail_type AS DetailType,
                e.contact_id AS ContactId, e.occurred_at AS OccurredAt, e.detail AS Detail
            FROM outbox_delivery d JOIN outbox_event e ON e.event_id = d.event_id
            WHERE d.position IN {list} ORDER BY d.position
            """,
            parameters,
            cancellation
        );
        return [.. rows.Select(row => row.ToDelivery(destination))];
    }

    private static string? Shortened(string? reason) => reason?.Length > ReasonMax ? reason[..ReasonMax] : reason;

    private sealed class DueRow
    {
        public byte[] Id { get; init; } = [];
        public string Kind { get; init; } = "";
        public long Revision { get; init; }
        public long NowAt { get; init; }
        public long? DueAt { get; init; }
    }

    private sealed class ClaimedRow
    {
        public long Position { get; init; }
        public long Token { get; init; }
        public long Attempts { get; init; }
        public long Edition { get; init; }
        public long AgeMs { get; init; }
        public byte[] EventId { get; init; } = [];
        public string DetailType { get; init; } = "";
        public string? ContactId { get; init; }
        public long OccurredAt { get; init; }
        public byte[] Detail { get; init; } = [];

        public ClaimedDelivery ToDelivery(DestinationRecord destination) =>
            new(
                Position,
                Token,
                Attempts,
                TimeSpan.FromMilliseconds(AgeMs),
                new OutgoingEvent
                {
                    Id = Outbox.EventId.Parse(EventId),
                    Edition = Edition,
                    Group = destination.Group,
                    DetailType = DetailType,
                    ContactId = ContactId,
                    OccurredAt = DateTimeOffset.FromUnixTimeMilliseconds(OccurredAt),
                    Detail = StoredText.Unpack(Detail),
                    Source = destination.Source,
                    Account = destination.Account,
                    Region = destination.Region,
                }
            );
    }
}

/// <summary>When a destination has work.</summary>
/// <param name="Id">The destination.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Revision">Its settings' revision.</param>
/// <param name="DueIn">The time until its next delivery is due, not positive when it is due; null when none is
/// open.</param>
internal sealed record DestinationDue(DestinationId Id, string Kind, long Revision, TimeSpan? DueIn);
