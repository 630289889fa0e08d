using System.Data.Common;
using Sidetone.Storage;

namespace Sidetone.Bus.Log;

/// <summary>
/// Everything that was put on the buses of every group, in order, until it is old enough to be forgotten.
/// </summary>
/// <remarks>
/// <para>
/// Positions count from 1 within a group and have no gaps. The group's row in <c>bus_head</c> holds the last one and is
/// locked from its first change until the commit. So appends to one group commit in the order of their positions, and
/// who reads after a position never misses an event that commits later with a smaller one, which numbers from a
/// sequence would allow on an engine with many writers. Appends to different groups do not wait for each other.
/// </para>
/// <para>
/// An append is idempotent on group, bus, id and edition. After the commit, <see cref="AnnounceAsync"/> wakes readers.
/// </para>
/// </remarks>
public sealed class BusLog(Database database)
{
    /// <summary>The channel on which the store announces new events.</summary>
    public const string Channel = "bus";

    // Few enough that other changes do not wait long behind a purge.
    private const int PurgeMax = 1_000;

    /// <summary>Within a transaction: adds events that are not in the log yet; how many were added.</summary>
    public async Task<int> AppendAsync(
        DbTransaction transaction,
        IReadOnlyList<BusEvent> events,
        CancellationToken cancellation
    )
    {
        var total = 0;

        // In one order for everyone, so that two appends never wait for each other's groups.
        foreach (var group in events.GroupBy(added => added.Group).OrderBy(group => group.Key))
        {
            var key = group.Key.ToByteArray(bigEndian: true);
            var head = await LockHeadAsync(transaction, key, cancellation);
            var added = await InsertAsync(transaction, key, head, [.. group], cancellation);
            await transaction.ExecuteAsync(
                "UPDATE bus_head SET position = @position WHERE group_id = @key",
                new { key, position = head + added },
                cancellation
            );
            total += added;
        }

        return total;
    }

    /// <summary>Tells readers on every node that there are new events; call it after the commit.</summary>
    public Task AnnounceAsync(CancellationToken cancellation) => database.NotifyAsync(Channel, cancellation);

    /// <summary>
    /// Reads a group's events after a position, in order: at most <paramref name="max"/>, and of certain types only
    /// when any are given.
    /// </summary>
    public Task<BusPage> ReadAfterAsync(
        Guid group,
        long after,
        IReadOnlySet<string> detailTypes,
        int max,
        CancellationToken cancellation
    ) =>
        database.ReadAsync(
            async (connection, stop) =>
            {
                // The head first: what commits in between is beyond it, and belongs to the next page.
                var head = await HeadAsync(connection, group, stop);
                if (head <= after)
                {
                    return new BusPage([], after);
                }

                var events = await BusQueries.ReadAsync(connection, group, after, head, detailTypes, max, stop);
                return new BusPage(events, events.Count == max ? events[^1].Position : head);
            },
            cancellation
        );

    /// <summary>The last position of a group; 0 when it never had an event.</summary>
    public Task<long> HeadAsync(Guid group, CancellationToken cancellation) =>
        database.ReadAsync((connection, stop) => HeadAsync(connection, group, stop), cancellation);

    /// <summary>The last position of every group that ever had an event.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> HeadsAsync(CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<HeadRow>(
            "SELECT group_id AS GroupId, position AS Position FROM bus_head",
            null,
            cancellation
        );
        return rows.ToDictionary(row => new Guid(row.GroupId, bigEndian: true), row => row.Position);
    }

    /// <summary>
    /// Forgets events that were appended longer ago than an age; how many. Those that were not routed yet, and those
    /// that an invocation still needs, stay. Positions are not used again.
    /// </summary>
    public async Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation)
    {
        var total = 0;
        int purged;
        do
        {
            purged = await database.WriteAsync(
                (transaction, stop) =>
                    transaction.ExecuteAsync(
                        $"""
                        DELETE FROM bus_event WHERE (group_id, position) IN (
                            SELECT group_id, position FROM bus_event
                            WHERE appended_at < (SELECT {database.Dialect.NowMs}) - @ageMs
                                AND position <= (SELECT r.position FROM bus_route r WHERE r.group_id = bus_event.group_id)
                                AND NOT EXISTS (SELECT 1 FROM bus_invocation i
                                    WHERE i.group_id = bus_event.group_id AND i.position = bus_event.position)
                            ORDER BY appended_at LIMIT {PurgeMax})
                        """,
                        new { ageMs = (long)age.TotalMilliseconds },
                        stop
                    ),
                cancellation
            );
            total += purged;
        } while (purged == PurgeMax);

        return total;
    }

    private static Task<long> LockHeadAsync(DbTransaction transaction, byte[] key, CancellationToken cancellation) =>
        transaction.ScalarAsync<long>(
            """
            INSERT INTO bus_head (group_id, position) VALUES (@key, 0)
            ON CONFLICT (group_id) DO UPDATE SET position = bus_head.position
            RETURNING position
            """,
            new { key },
            cancellation
        );

    /// <summary>Adds what is new after the head, without gaps; how many.</summary>
    private async Task<int> InsertAsync(
        DbTransaction transaction,
        byte[] key,
        long head,
        IReadOnlyList<BusEvent> events,
        CancellationToken cancellation
    )
    {
        var taken = await RowInsert.RunAsync(
            transaction,
            """
            INSERT INTO bus_event (group_id, position, bus, event_id, edition, detail_type, source, occurred_at,
                envelope, only_rules, appended_at)
            """,
            $", {database.Dialect.NowMs}",
            "ON CONFLICT (group_id, bus, event_id, edition) DO NOTHING RETURNING position",
            [.. events.Select((added, i) => Row(key, head + i + 1, added))],
            cancellation
        );
        if (taken.Count == events.Count)
        {
            return taken.Count;
        }

        // Repeats left gaps; what came after them moves up. In order, so that each place is free when it is taken.
        taken.Sort();
        for (var i = 0; i < taken.Count; i++)
        {
            if (taken[i] != head + i + 1)
            {
                await transaction.ExecuteAsync(
                    "UPDATE bus_event SET position = @to WHERE group_id = @key AND position = @from",
                    new
                    {
                        key,
                        from = taken[i],
                        to = head + i + 1,
                    },
                    cancellation
                );
            }
        }

        return taken.Count;
    }

    private static object[] Row(byte[] key, long position, BusEvent added) =>
        [
            key,
            position,
            added.Bus,
            added.Id.ToByteArray(bigEndian: true),
            added.Edition,
            added.DetailType,
            added.Source,
            added.Time.ToUnixTimeMilliseconds(),
            added.Packed,
            $"{(added.IsDirected ? "=" : "")}{string.Join(',', added.OnlyRules)}",
        ];

    private static async Task<long> HeadAsync(DbConnection connection, Guid group, CancellationToken cancellation) =>
        await BusQueries.HeadAsync(connection, group, cancellation) ?? 0;

    private sealed class HeadRow
    {
        public byte[] GroupId { get; init; } = [];
        public long Position { get; init; }
    }
}
