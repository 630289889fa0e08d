using System.Data.Common;
using Dapper;

namespace Sidetone.Storage.Log;

/// <summary>Finds calls that are due and claims them.</summary>
internal sealed class LogDue(Database database, LogOptions options)
{
    // Calls whose silence is looked at in one go: their rows are read outside of a transaction, some 0.1 ms each.
    private const int SilenceChecksMax = 128;

    private const string Clock = "(SELECT clock_ms FROM log_clock WHERE id = 1)";

    private string Now => database.Dialect.NowMs;

    public async Task<IReadOnlyList<CallClaim>> ClaimAsync(
        string owner,
        int max,
        TimeSpan lease,
        CancellationToken cancellation
    )
    {
        // Asking first costs a look at two small indexes; a transaction would cost an fsync even when nothing is due.
        var (isDue, quiet) = await database.ReadAsync(ProbeAsync, cancellation);
        if (!isDue && quiet.Count == 0)
        {
            return [];
        }

        return await database.WriteAsync(
            async (transaction, stop) =>
            {
                var request = new Request(transaction, owner, (long)lease.TotalMilliseconds, stop);
                var claims = isDue ? await ClaimEndedAsync(request, max) : [];
                await ClaimSilentAsync(request, quiet, max, claims);
                return claims;
            },
            cancellation
        );
    }

    /// <summary>Whether ended or late calls are due, and calls whose silence must be looked at, with when they spoke last.</summary>
    private async Task<(bool IsDue, List<Quiet> Quiet)> ProbeAsync(
        DbConnection connection,
        CancellationToken cancellation
    )
    {
        var isDue = await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                $"SELECT 1 FROM log_call WHERE due_ms <= {Now} AND lease_until_ms <= {Now} LIMIT 1",
                cancellationToken: cancellation
            )
        );
        var quiet = await connection.QueryAsync<Quiet>(
            new CommandDefinition(
                $"""
                SELECT c.call_key AS CallKey, c.silence_clock_ms AS CheckAt,
                    (SELECT max(e.clock_ms) FROM log_entry e WHERE e.call_key = c.call_key) AS HeardAt,
                    (SELECT count(*) FROM log_session s WHERE s.call_key = c.call_key AND s.from_platform = 0) AS Pages,
                    {Clock} AS Clock
                FROM log_call c
                WHERE c.silence_clock_ms <= {Clock} AND c.lease_until_ms <= {Now} AND c.state = 0
                ORDER BY c.silence_clock_ms
                LIMIT {SilenceChecksMax}
                """,
                cancellationToken: cancellation
            )
        );
        return (isDue is not null, quiet.AsList());
    }

    private async Task<List<CallClaim>> ClaimEndedAsync(Request request, int max)
    {
        var rows = await request.QueryAsync(
            $"""
            WITH due AS MATERIALIZED (
                SELECT call_key FROM log_call
                WHERE due_ms <= {Now} AND lease_until_ms <= {Now}
                ORDER BY due_ms
                LIMIT @max {database.Dialect.SkipLocked}
            )
            {Claim} WHERE call_key IN (SELECT call_key FROM due) {Claimed}
            """,
            new
            {
                max,
                request.Owner,
                request.LeaseMs,
            }
        );
        return [.. rows.Select(row => row.ToClaim(request.Owner, row.IsLate ? DueReason.Late : DueReason.Ended))];
    }

    private async Task ClaimSilentAsync(Request request, List<Quiet> quiet, int max, List<CallClaim> claims)
    {
        foreach (var call in quiet)
        {
            var silence = call.Pages > 0 ? options.Silence : options.PlatformSilence;
            var silenceMs = (long)silence.TotalMilliseconds;
            if (call.HeardAt is { } heard && heard + silenceMs > call.Clock)
            {
                await request.QueryAsync(
                    """
                    UPDATE log_call SET silence_clock_ms = @next
                    WHERE call_key = @call AND silence_clock_ms = @seen AND state = 0
                    """,
                    new
                    {
                        call = call.CallKey,
                        seen = call.CheckAt,
                        // A page may join meanwhile, whose silence counts sooner.
                        next = Math.Min(heard + silenceMs, call.Clock + (long)options.Silence.TotalMilliseconds),
                    }
                );
            }
            else if (claims.Count < max)
            {
                // Asked again within the transaction: it may have spoken, or been claimed, since it was read.
                var rows = await request.QueryAsync(
                    $"""
                    WITH due AS MATERIALIZED (
                        SELECT call_key FROM log_call
                        WHERE call_key = @call AND state = 0 AND silence_clock_ms <= {Clock} AND lease_until_ms <= {Now}
                            AND NOT EXISTS (
                                SELECT 1 FROM log_entry e
                                WHERE e.call_key = @call AND e.clock_ms > {Clock} - @silenceMs
                            )
                        {database.Dialect.SkipLocked}
                    )
                    {Claim} WHERE call_key IN (SELECT call_key FROM due) {Claimed}
                    """,
                    new
                    {
                        call = call.CallKey,
                        silenceMs,
                        request.Owner,
                        request.LeaseMs,
                    }
                );
                claims.AddRange(rows.Select(row => row.ToClaim(request.Owner, DueReason.Silence)));
            }
        }
    }

    private string Claim => $"UPDATE log_call SET owner = @Owner, token = token + 1, lease_until_ms = {Now} + @LeaseMs";

    private const string Claimed =
        "RETURNING call_key AS CallKey, group_id AS GroupId, contact_id AS ContactId, agent AS Agent, token AS Token, state AS State";

    private sealed record Request(DbTransaction Transaction, string Owner, long LeaseMs, CancellationToken Cancellation)
    {
        public Task<IEnumerable<ClaimedRow>> QueryAsync(string sql, object parameters) =>
            Transaction.Connection!.QueryAsync<ClaimedRow>(
                new CommandDefinition(sql, parameters, Transaction, cancellationToken: Cancellation)
            );
    }

    // Rows are classes with setters: a constructor would have to match the types that each engine reports.
    private sealed class Quiet
    {
        public byte[] CallKey { get; init; } = [];

        public long CheckAt { get; init; }

        public long? HeardAt { get; init; }

        public long Pages { get; init; }

        public long Clock { get; init; }
    }

    private sealed class ClaimedRow
    {
        public byte[] CallKey { get; init; } = [];

        public byte[] GroupId { get; init; } = [];

        public string ContactId { get; init; } = "";

        public string Agent { get; init; } = "";

        public long Token { get; init; }

        public long State { get; init; }

        public bool IsLate => State == (long)CallState.Closed;

        public CallClaim ToClaim(string owner, DueReason reason) =>
            new(
                Log.CallKey.Parse(CallKey),
                new Guid(GroupId, bigEndian: true),
                ContactId,
                Agent,
                owner,
                Token,
                IsLate,
                reason
            );
    }
}
