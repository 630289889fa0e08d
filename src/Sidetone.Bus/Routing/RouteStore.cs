using System.Data.Common;
using Sidetone.Bus.Archiving;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Log;
using Sidetone.Storage;

namespace Sidetone.Bus.Routing;

/// <summary>How far every group's log was routed, and what came of it: one transaction for both.</summary>
/// <remarks>
/// The position is only moved from where routing began, so that of two nodes that route the same events one commits and
/// the other changes nothing: whatever dies, each event is routed once. The lease is not what this rests on; it only
/// keeps nodes from doing each other's work.
/// </remarks>
internal sealed class RouteStore(Database database)
{
    private string Now => $"(SELECT {database.Dialect.NowMs})";

    /// <summary>The groups with events that were not routed, and that this node may route.</summary>
    public async Task<IReadOnlyList<RouteDue>> DueAsync(string owner, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<DueRow>(
            $"""
            SELECT h.group_id AS GroupId, COALESCE(r.position, 0) AS Position
            FROM bus_head h LEFT JOIN bus_route r ON r.group_id = h.group_id
            WHERE h.position > COALESCE(r.position, 0)
                AND (r.owner IS NULL OR r.owner = @owner OR r.lease_until <= {Now})
            """,
            new { owner },
            cancellation
        );
        return [.. rows.Select(row => new RouteDue(new Guid(row.GroupId, bigEndian: true), row.Position))];
    }

    /// <summary>A group's events after a position.</summary>
    public Task<IReadOnlyList<RoutedEvent>> ReadAsync(
        Guid group,
        long after,
        int max,
        CancellationToken cancellation
    ) =>
        database.ReadAsync(
            (connection, stop) =>
                EventRows.ReadAfterAsync(connection, group.ToByteArray(bigEndian: true), after, max, stop),
            cancellation
        );

    /// <summary>
    /// Moves the position and writes down what the events became; false when another node had moved it, and nothing was
    /// written.
    /// </summary>
    public Task<bool> CommitAsync(RoutedPage page, string owner, TimeSpan lease, CancellationToken cancellation) =>
        database.WriteAsync(
            async (transaction, stop) =>
            {
                if (!await AdvanceAsync(transaction, page, owner, lease, stop))
                {
                    return false;
                }

                await InvokeAsync(transaction, page, stop);
                await ArchiveRows.AddAsync(transaction, database.Dialect, page, stop);
                return true;
            },
            cancellation
        );

    private async Task<bool> AdvanceAsync(
        DbTransaction transaction,
        RoutedPage page,
        string owner,
        TimeSpan lease,
        CancellationToken cancellation
    )
    {
        var key = page.Group.ToByteArray(bigEndian: true);
        if (page.From == 0)
        {
            await transaction.ExecuteAsync(
                """
                INSERT INTO bus_route (group_id, position, owner, lease_until) VALUES (@key, 0, '', 0)
                ON CONFLICT (group_id) DO NOTHING
                """,
                new { key },
                cancellation
            );
        }

        return await transaction.ExecuteAsync(
                $"""
                UPDATE bus_route SET position = @through, owner = @owner, lease_until = {Now} + @leaseMs
                WHERE group_id = @key AND position = @from AND (owner = @owner OR lease_until <= {Now})
                """,
                new
                {
                    key,
                    from = page.From,
                    through = page.Through,
                    owner,
                    leaseMs = (long)lease.TotalMilliseconds,
                },
                cancellation
            ) > 0;
    }

    private async Task InvokeAsync(DbTransaction transaction, RoutedPage page, CancellationToken cancellation)
    {
        var key = page.Group.ToByteArray(bigEndian: true);
        var rows = new List<object[]>();

        // In one order for everyone, so that two nodes never wait for each other's lanes.
        foreach (var (lane, events) in page.Invocations.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal))
        {
            var number = await Lanes.NumberAsync(transaction, database.Dialect, lane, cancellation);
            rows.AddRange(
                events.Select(routed =>
                    (object[])[number, key, routed.Position, routed.AcceptedAt.ToUnixTimeMilliseconds()]
                )
            );
        }

        await RowInsert.RunAsync(
            transaction,
            """
            INSERT INTO bus_invocation (lane, group_id, position, since, due_at, state, attempts, owner, token, error_code,
                error_message, exhausted, tried)
            """,
            $", {database.Dialect.NowMs}, 0, 0, '', 0, '', '', '', 0",
            "",
            rows,
            cancellation
        );
    }

    private sealed class DueRow
    {
        public byte[] GroupId { get; init; } = [];
        public long Position { get; init; }
    }
}

/// <summary>A group with events to route.</summary>
/// <param name="Group">The group.</param>
/// <param name="Position">How far it was routed.</param>
internal readonly record struct RouteDue(Guid Group, long Position);
