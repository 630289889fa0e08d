using System.Data.Common;
using System.Security.Cryptography;
using Sidetone.Bus.Routing;
using Sidetone.Storage;

namespace Sidetone.Bus.Invocations;

/// <summary>Which invocations are due and who makes them.</summary>
/// <remarks>
/// Times are the database's, so that nodes with wrong clocks agree on what is due. A claim ends with its lease, and its
/// token makes what a slow node says afterwards void.
/// </remarks>
internal sealed class InvocationClaims(Database database)
{
    /// <summary>The channel on which the store announces invocations.</summary>
    public const string Channel = "bus-invocations";

    // Once per statement: some engines' clocks move while a statement runs.
    private string Now => $"(SELECT {database.Dialect.NowMs})";

    /// <summary>Every lane, with the time until its next invocation is due.</summary>
    public async Task<IReadOnlyList<LaneDue>> DueAsync(CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<LaneRow>(
            $"""
            SELECT l.id AS Id, l.group_id AS GroupId, l.bus AS Bus, l.rule AS Rule, l.target AS Target,
                l.dead_letter AS DeadLetter, {Now} AS NowAt, COALESCE(v.revision, 0) AS Revision,
                (SELECT MIN(i.due_at) FROM bus_invocation i WHERE i.lane = l.id AND i.state < 2) AS DueAt
            FROM bus_lane l LEFT JOIN bus_revision v ON v.group_id = l.group_id
            """,
            null,
            cancellation
        );
        return [.. rows.Select(row => row.ToDue())];
    }

    /// <summary>Claims what is due in a lane, oldest first.</summary>
    public Task<IReadOnlyList<ClaimedInvocation>> ClaimAsync(
        LaneDue lane,
        string owner,
        int max,
        TimeSpan lease,
        CancellationToken cancellation
    )
    {
        var token =
            RandomNumberGenerator.GetInt32(int.MaxValue) * (1L << 32)
            | (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
        return database.WriteAsync<IReadOnlyList<ClaimedInvocation>>(
            async (transaction, stop) =>
            {
                var claimed = await transaction.QueryAsync<long>(
                    $"""
                    UPDATE bus_invocation SET state = 1, owner = @owner, token = @token, due_at = {Now} + @lease
                    WHERE id IN (
                        SELECT i.id FROM bus_invocation i
                        WHERE i.lane = @lane AND i.state < 2 AND i.due_at <= {Now}
                        ORDER BY i.due_at, i.id LIMIT @max {database.Dialect.SkipLocked})
                    RETURNING id
                    """,
                    new
                    {
                        lane = lane.Number,
                        owner,
                        token,
                        max = (long)max,
                        lease = (long)lease.TotalMilliseconds,
                    },
                    stop
                );
                return claimed.Count == 0
                    ? []
                    : await ReadAsync(transaction, claimed.Min(), claimed.Max(), token, stop);
            },
            cancellation
        );
    }

    /// <summary>Gives back what this node had claimed before it was restarted, so that nothing waits for old leases.</summary>
    public Task<int> ReleaseOwnAsync(string owner, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    $"""
                    UPDATE bus_invocation SET state = 0, due_at = {Now}, owner = '', token = 0
                    WHERE state = 1 AND owner = @owner
                    """,
                    new { owner },
                    stop
                ),
            cancellation
        );

    private async Task<IReadOnlyList<ClaimedInvocation>> ReadAsync(
        DbTransaction transaction,
        long first,
        long last,
        long token,
        CancellationToken cancellation
    )
    {
        var rows = await transaction.QueryAsync<ClaimedRow>(
            $"""
            SELECT i.id AS Id, i.token AS Token, i.attempts AS Attempts, {Now} - i.since AS AgeMs,
                i.error_code AS ErrorCode, i.error_message AS ErrorMessage, i.exhausted AS Exhausted, i.tried AS Tried,
                l.dead_letter AS DeadLetter, {EventRows.Columns}
            FROM bus_invocation i
            JOIN bus_lane l ON l.id = i.lane
            JOIN bus_event e ON e.group_id = i.group_id AND e.position = i.position
            WHERE i.id BETWEEN @first AND @last AND i.token = @token AND i.state = 1 ORDER BY i.id
            """,
            new
            {
                first,
                last,
                token,
            },
            cancellation
        );
        return [.. rows.Select(row => row.ToClaimed())];
    }

    private sealed class LaneRow
    {
        public long Id { get; init; }
        public byte[] GroupId { get; init; } = [];
        public string Bus { get; init; } = "";
        public string Rule { get; init; } = "";
        public string Target { get; init; } = "";
        public long DeadLetter { get; init; }
        public long NowAt { get; init; }
        public long Revision { get; init; }
        public long? DueAt { get; init; }

        public LaneDue ToDue() =>
            new(
                Id,
                new LaneKey(new Guid(GroupId, bigEndian: true), Bus, Rule, Target, DeadLetter != 0),
                Revision,
                DueAt is { } due ? TimeSpan.FromMilliseconds(due - NowAt) : null
            );
    }

    private sealed class ClaimedRow : EventRow
    {
        public long Id { get; init; }
        public long Token { get; init; }
        public long Attempts { get; init; }
        public long AgeMs { get; init; }
        public string ErrorCode { get; init; } = "";
        public string ErrorMessage { get; init; } = "";
        public string Exhausted { get; init; } = "";
        public long Tried { get; init; }
        public long DeadLetter { get; init; }

        public ClaimedInvocation ToClaimed() =>
            new(
                Id,
                Token,
                Attempts,
                TimeSpan.FromMilliseconds(AgeMs),
                DeadLetter == 0 ? null : new InvocationFailure(ErrorCode, ErrorMessage, Exhausted, Tried),
                ToEvent()
            );
    }
}
