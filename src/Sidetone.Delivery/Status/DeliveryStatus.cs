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

    /// <summary>
    /// What nodes found out about the group's destinations; of those that are probed, and of others once something
    /// was wrong.
    /// </summary>
    public async Task<IReadOnlyList<DestinationCondition>> ConditionsAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<ConditionRow>(
            """
            SELECT c.destination_id AS Id, c.is_ready AS IsReady, c.said AS Said, c.node AS Node, c.since AS Since,
                c.checked_at AS CheckedAt
            FROM destination_condition c
                JOIN destination n ON n.id = c.destination_id AND n.revision = c.revision
            WHERE n.group_id = @group ORDER BY n.name
            """,
            new { group = group.ToByteArray(bigEndian: true) },
            cancellation
        );
        return [.. rows.Select(row => row.ToCondition())];
    }

    /// <summary>Why events of the group's destinations are set aside or wait after a failure, the most frequent first.</summary>
    public async Task<IReadOnlyList<DeliveryReason>> ReasonsAsync(Guid group, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<ReasonRow>(
            """
            SELECT d.destination_id AS Id, CASE WHEN d.state = 3 THEN 1 ELSE 0 END AS IsSetAside,
                d.last_error AS Reason, COUNT(*) AS Events
            FROM outbox_delivery d JOIN destination n ON n.id = d.destination_id
            WHERE n.group_id = @group AND d.state <> 2 AND d.last_error IS NOT NULL
            GROUP BY d.destination_id, CASE WHEN d.state = 3 THEN 1 ELSE 0 END, d.last_error
            ORDER BY COUNT(*) DESC, d.last_error
            """,
            new { group = group.ToByteArray(bigEndian: true) },
            cancellation
        );
        return
        [
            .. rows.Select(row => new DeliveryReason(
                Destinations.DestinationId.Parse(row.Id),
                row.IsSetAside != 0,
                row.Reason,
                row.Events
            )),
        ];
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
    /// Sends every event about a contact of a group again, to every destination that it went or was to go to; how many
    /// deliveries those are.
    /// </summary>
    public Task<int> ResendContactAsync(Guid group, string contactId, CancellationToken cancellation) =>
        AgainAsync(
            """
            event_id IN (SELECT e.event_id FROM outbox_event e WHERE e.group_id = @group AND e.contact_id = @contact)
            """,
            new { group = group.ToByteArray(bigEndian: true), contact = contactId },
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

    private sealed class ConditionRow
    {
        public byte[] Id { get; init; } = [];
        public long IsReady { get; init; }
        public string Said { get; init; } = "";
        public string Node { get; init; } = "";
        public long Since { get; init; }
        public long CheckedAt { get; init; }

        public DestinationCondition ToCondition() =>
            new()
            {
                Destination = Destinations.DestinationId.Parse(Id),
                IsReady = IsReady != 0,
                Said = Said,
                Node = Node,
                Since = DateTimeOffset.FromUnixTimeMilliseconds(Since),
                CheckedAt = DateTimeOffset.FromUnixTimeMilliseconds(CheckedAt),
            };
    }

    private sealed class ReasonRow
    {
        public byte[] Id { get; init; } = [];
        public long IsSetAside { get; init; }
        public string Reason { get; init; } = "";
        public long Events { get; init; }
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
