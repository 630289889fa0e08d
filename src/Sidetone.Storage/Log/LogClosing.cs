using System.Data.Common;
using Dapper;

namespace Sidetone.Storage.Log;

/// <summary>Takes calls out of the log: closing, late work, and what is forgotten after retention.</summary>
internal sealed class LogClosing(Dialect dialect, LogStatements statements)
{
    // Calls that one transaction forgets: it holds the only writer of the embedded engine for some milliseconds.
    public const int PurgeMax = 200;

    public async Task<bool> TryCloseAsync(
        DbTransaction transaction,
        CallClaim claim,
        long lastPosition,
        CancellationToken cancellation
    )
    {
        var run = new Run(transaction, cancellation);
        var call = claim.Call.ToBytes();

        // From here on no append comes between: those under way end first, and those that follow find the call closed.
        var token = await run.ScalarAsync<long?>(
            $"SELECT token FROM log_call WHERE call_key = @call {dialect.ForUpdate}",
            new { call }
        );
        if (token != claim.Token)
        {
            return false;
        }

        var batches = await run.QueryAsync<(long Session, long Sequence, long Hash)>(
            "SELECT session_no, sequence, content_hash FROM log_entry WHERE call_key = @call",
            new { call }
        );
        if (batches.Count != lastPosition)
        {
            return false;
        }

        foreach (var session in batches.GroupBy(batch => batch.Session))
        {
            var known = await LogAppend.KnownAsync(transaction, claim.Call, session.Key);
            foreach (var (_, sequence, hash) in session)
            {
                known.Add(sequence, hash);
            }

            await run.ExecuteAsync(
                $"""
                INSERT INTO log_known (call_key, session_no, batches) VALUES (@call, @no, @batches)
                ON CONFLICT (call_key, session_no) DO UPDATE SET batches = excluded.batches;
                DELETE FROM log_batch WHERE {statements.OfSession};
                """,
                new
                {
                    call,
                    no = session.Key,
                    batches = known.ToBytes(),
                }
            );
        }

        // The token moves on, so that the same claim closes nothing twice.
        await run.ExecuteAsync(
            $"""
            UPDATE log_call SET state = 1, closed_ms = coalesce(closed_ms, {dialect.NowMs}), due_ms = NULL,
                silence_clock_ms = NULL, owner = NULL, lease_until_ms = 0, token = token + 1
            WHERE call_key = @call
            """,
            new { call }
        );
        return true;
    }

    public Task ReleaseAsync(
        DbTransaction transaction,
        CallClaim claim,
        TimeSpan after,
        CancellationToken cancellation
    ) =>
        new Run(transaction, cancellation).ExecuteAsync(
            $"""
            UPDATE log_call SET owner = NULL, lease_until_ms = {dialect.NowMs} + @after, token = token + 1
            WHERE call_key = @call AND token = @token
            """,
            new
            {
                call = claim.Call.ToBytes(),
                token = claim.Token,
                after = (long)after.TotalMilliseconds,
            }
        );

    /// <summary>Ends every claim; returns how many.</summary>
    public static Task<int> ReleaseAllAsync(DbTransaction transaction, CancellationToken cancellation) =>
        transaction.ExecuteAsync(
            """
            UPDATE log_call SET owner = NULL, lease_until_ms = 0, token = token + 1
            WHERE owner IS NOT NULL
            """,
            null,
            cancellation
        );

    /// <summary>Forgets at most <see cref="PurgeMax"/> calls; returns how many.</summary>
    public async Task<int> PurgeAsync(
        DbTransaction transaction,
        Guid group,
        long closedBeforeMs,
        CancellationToken cancellation
    )
    {
        var run = new Run(transaction, cancellation);
        var calls = await run.QueryAsync<byte[]>(
            $"""
            SELECT call_key FROM log_call
            WHERE group_id = @group AND state = 1 AND closed_ms < @closedBeforeMs AND due_ms IS NULL
            ORDER BY closed_ms
            LIMIT {PurgeMax} {dialect.ForUpdate}
            """,
            new { group = group.ToByteArray(bigEndian: true), closedBeforeMs }
        );
        foreach (var call in calls)
        {
            var sessions = await run.QueryAsync<string>(
                "SELECT session FROM log_session WHERE call_key = @call",
                new { call }
            );
            foreach (var session in sessions)
            {
                await run.ExecuteAsync(
                    "DELETE FROM log_session_home WHERE session_key = @home AND call_key = @call",
                    new { home = SessionKey.Of(group, session), call }
                );
            }

            // Contact and agent are personal data, and the key does not need them.
            await run.ExecuteAsync(
                """
                DELETE FROM log_known WHERE call_key = @call;
                DELETE FROM log_session WHERE call_key = @call;
                UPDATE log_call SET state = 2, contact_id = '', agent = '', closed_ms = NULL WHERE call_key = @call;
                """,
                new { call }
            );
        }

        return calls.Count;
    }

    private sealed record Run(DbTransaction Transaction, CancellationToken Cancellation)
    {
        public Task<T?> ScalarAsync<T>(string sql, object parameters) =>
            Connection.ExecuteScalarAsync<T>(Of(sql, parameters));

        public async Task<List<T>> QueryAsync<T>(string sql, object parameters) =>
            (await Connection.QueryAsync<T>(Of(sql, parameters))).AsList();

        public Task<int> ExecuteAsync(string sql, object parameters) => Connection.ExecuteAsync(Of(sql, parameters));

        private DbConnection Connection =>
            Transaction.Connection ?? throw new InvalidOperationException("The transaction is over.");

        private CommandDefinition Of(string sql, object parameters) =>
            new(sql, parameters, Transaction, cancellationToken: Cancellation);
    }
}
