using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Storage;

namespace Sidetone.Delivery.Status;

/// <summary>What people ask about deliveries of a group, and what they can send again.</summary>
public sealed class DeliveryStatus(Database database, EventOutbox outbox)
{
    /// <summary>How many deliveries of each of the group's destinations stand where, by name.</summary>
    public async Task<IReadOnlyList<DeliveryCounts>> CountsAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<CountRow>(
            $"""
            SELECT n.id AS Id, n.name AS Name,
                SUM(CASE WHEN d.state = 0 THEN 1 ELSE 0 END) AS Pending,
                SUM(CASE WHEN d.state = 1 THEN 1 ELSE 0 END) AS Claimed,
                SUM(CASE WHEN d.state = 2 THEN 1 ELSE 0 END) AS Delivered,
                SUM(CASE WHEN d.state = 3 THEN 1 ELSE 0 END) AS SetAside,
                MIN(CASE WHEN d.state < 2 THEN d.edition END) AS Oldest,
                (SELECT {database.Dialect.NowMs}) AS NowAt
            FROM destination n LEFT JOIN outbox_delivery d ON d.destination_id = n.id
            WHERE n.group_id = @group GROUP BY n.id, n.name ORDER BY n.name
            """,
            new { group = group.ToByteArray(bigEndian: true) },
            cancellation
        );
        return [.. rows.Select(row => row.ToCounts())];
    }

    /// <summary>What is set aside of a group's events, oldest first.</summary>
    public async Task<IReadOnlyList<SetAsideDelivery>> SetAsideAsync(
        Guid group,
        int max,
        CancellationToken cancellation
    )
    {
        var rows = await database.QueryAsync<SetAsideRow>(
            """
            SELECT e.event_id AS EventId, e.detail_type AS DetailType, e.thing AS Thing, e.occurred_at AS OccurredAt,
                d.destination_id AS DestinationId, n.name AS DestinationName, d.last_error AS Reason,
                d.attempts AS Attempts
            FROM outbox_delivery d JOIN outbox_event e ON e.event_id = d.event_id
                LEFT JOIN destination n ON n.id = d.destination_id
            WHERE d.state = 3 AND e.group_id = @group ORDER BY d.position LIMIT @max
            """,
            new { group = group.ToByteArray(bigEndian: true), max = (long)max },
            cancellation
        );
        return [.. rows.Select(row => row.ToDelivery())];
    }

    /// <summary>
    /// Sends one event of a group again to every destination that it went or was to go to; how many those are.
    /// </summary>
    public Task<int> ResendAsync(Guid group, EventId id, CancellationToken cancellation) =>
        AgainAsync(
            "event_id = @id AND EXISTS (SELECT 1 FROM outbox_event e WHERE e.event_id = @id AND e.group_id = @group)",
            new { id = id.ToBytes(), group = group.ToByteArray(bigEndian: true) },
            cancellation
        );

    /// <summary>
    /// Sends everything again that is set aside of a group, or of one of its destinations; how many deliveries those
    /// are.
    /// </summary>
    public Task<int> ResendSetAsideAsync(Guid group, DestinationId? destination, CancellationToken cancellation) =>
        AgainAsync(
            """
            state = 3 AND destination_id IN (SELECT id FROM destination WHERE group_id = @group)
                AND (@every = 1 OR destination_id = @one)
            """,
            new
            {
                group = group.ToByteArray(bigEndian: true),
                every = destination is null ? 1L : 0L,
                one = destination?.ToBytes() ?? [],
            },
            cancellation
        );

    private async Task<int> AgainAsync(string which, object parameters, CancellationToken cancellation)
    {
        var again = await database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    $"UPDATE outbox_delivery SET {DeliveryAgain.Assignments(database.Dialect)} WHERE {which}",
                    parameters,
                    stop
                ),
            cancellation
        );
        await outbox.AnnounceAsync(cancellation);
        return again;
    }

    private sealed class CountRow
    {
        public byte[] Id { get; init; } = [];
        public string Name { get; init; } = "";
        public long Pending { get; init; }
        public long Claimed { get; init; }
        public long Delivered { get; init; }
        public long SetAside { get; init; }
        public long? Oldest { get; init; }
        public long NowAt { get; init; }

        public DeliveryCounts ToCounts() =>
            new()
            {
                Destination = Destinations.DestinationId.Parse(Id),
                Name = Name,
                Pending = Pending,
                Claimed = Claimed,
                Delivered = Delivered,
                SetAside = SetAside,
                OldestOpen = Oldest is { } oldest ? TimeSpan.FromMilliseconds(NowAt - oldest) : null,
            };
    }

    private sealed class SetAsideRow
    {
        public byte[] EventId { get; init; } = [];
        public string DetailType { get; init; } = "";
        public string Thing { get; init; } = "";
        public long OccurredAt { get; init; }
        public byte[] DestinationId { get; init; } = [];
        public string? DestinationName { get; init; }
        public string? Reason { get; init; }
        public long Attempts { get; init; }

        public SetAsideDelivery ToDelivery() =>
            new()
            {
                Event = Outbox.EventId.Parse(EventId),
                DetailType = DetailType,
                Key = Thing,
                OccurredAt = DateTimeOffset.FromUnixTimeMilliseconds(OccurredAt),
                Destination = Destinations.DestinationId.Parse(DestinationId),
                DestinationName = DestinationName,
                Reason = Reason ?? "",
                Attempts = Attempts,
            };
    }
}
