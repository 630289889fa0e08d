using System.Data.Common;
using Sidetone.Bus.Log;
using Sidetone.Storage;

namespace Sidetone.Bus.Targets.Streams;

/// <summary>What rules sent to the event streams of every group, in order, until it is old enough to be forgotten.</summary>
/// <remarks>
/// As in the log of the bus, the stream's row is locked until the commit, so that positions become visible in their
/// order and a reader misses nothing.
/// </remarks>
public sealed class StreamLog(Database database)
{
    /// <summary>The channel on which the store announces new entries.</summary>
    public const string Channel = "bus-streams";

    private const int PurgeMax = 1_000;

    /// <summary>Appends what is not there yet; an invocation that is sent again changes nothing.</summary>
    public async Task AppendAsync(
        Guid group,
        string stream,
        IReadOnlyList<Invocation> invocations,
        CancellationToken cancellation
    )
    {
        var key = group.ToByteArray(bigEndian: true);
        await database.WriteAsync(
            async (transaction, stop) =>
            {
                var head = await transaction.ScalarAsync<long>(
                    """
                    INSERT INTO bus_stream_head (group_id, stream, position) VALUES (@key, @stream, 0)
                    ON CONFLICT (group_id, stream) DO UPDATE SET position = bus_stream_head.position
                    RETURNING position
                    """,
                    new { key, stream },
                    stop
                );
                foreach (var invocation in invocations)
                {
                    head += await InsertAsync(transaction, key, stream, head + 1, invocation, stop);
                }

                return await transaction.ExecuteAsync(
                    "UPDATE bus_stream_head SET position = @head WHERE group_id = @key AND stream = @stream",
                    new
                    {
                        key,
                        stream,
                        head,
                    },
                    stop
                );
            },
            cancellation
        );
        await database.NotifyAsync(Channel, cancellation);
    }

    /// <summary>A stream's entries after a position, in order, as events of a page.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAfterAsync(
        Guid group,
        string stream,
        long after,
        int max,
        CancellationToken cancellation
    )
    {
        var rows = await database.QueryAsync<Row>(
            """
            SELECT position AS Position, detail_type AS DetailType, body AS Body FROM bus_stream_event
            WHERE group_id = @key AND stream = @stream AND position > @after ORDER BY position LIMIT @max
            """,
            new
            {
                key = group.ToByteArray(bigEndian: true),
                stream,
                after,
                max = (long)max,
            },
            cancellation
        );
        return
        [
            .. rows.Select(row => new LoggedEvent(row.Position, stream, row.DetailType, StoredText.Unpack(row.Body))),
        ];
    }

    /// <summary>The last position of a stream; 0 when it never had an entry.</summary>
    public async Task<long> HeadAsync(Guid group, string stream, CancellationToken cancellation) =>
        (
            await database.QueryAsync<long>(
                "SELECT position FROM bus_stream_head WHERE group_id = @key AND stream = @stream",
                new { key = group.ToByteArray(bigEndian: true), stream },
                cancellation
            )
        ).SingleOrDefault();

    /// <summary>Forgets entries that were appended longer ago than an age; how many.</summary>
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
                        DELETE FROM bus_stream_event WHERE (group_id, stream, position) IN (
                            SELECT group_id, stream, position FROM bus_stream_event
                            WHERE appended_at < (SELECT {database.Dialect.NowMs}) - @ageMs
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

    private Task<int> InsertAsync(
        DbTransaction transaction,
        byte[] key,
        string stream,
        long position,
        Invocation invocation,
        CancellationToken cancellation
    ) =>
        transaction.ExecuteAsync(
            $"""
            INSERT INTO bus_stream_event (group_id, stream, position, invocation, appended_at, detail_type, body)
            VALUES (@key, @stream, @position, @invocation, {database.Dialect.NowMs}, @detailType, @body)
            ON CONFLICT (group_id, stream, invocation) DO NOTHING
            """,
            new
            {
                key,
                stream,
                position,
                invocation = invocation.Id,
                detailType = invocation.Event.DetailType,
                body = StoredText.Pack(invocation.Body.Span),
            },
            cancellation
        );

    private sealed class Row
    {
        public long Position { get; init; }
        public string DetailType { get; init; } = "";
        public byte[] Body { get; init; } = [];
    }
}
