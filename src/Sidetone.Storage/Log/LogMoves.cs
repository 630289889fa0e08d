using System.Data.Common;

namespace Sidetone.Storage.Log;

/// <summary>Makes what the log holds of one call part of another one of the same contact, whose agent became known.</summary>
/// <remarks>
/// Batches, sessions and what is known of closed ones go along, so that a repeat stays a repeat. An append that is under
/// way ends first or finds the sessions where they are now.
/// </remarks>
internal sealed class LogMoves(Dialect dialect, LogStatements statements, LogSettling settling, LogOptions options)
{
    public async Task<bool> MoveAsync(
        DbTransaction transaction,
        CallKey from,
        CallKey to,
        string agent,
        CancellationToken cancellation
    )
    {
        var keys = new { from = from.ToBytes(), to = to.ToBytes() };
        var rows = await transaction.QueryAsync<CallRow>(
            $"""
            SELECT call_key AS CallKey, group_id AS GroupId, state AS State FROM log_call
            WHERE call_key IN (@from, @to) ORDER BY call_key {dialect.ForUpdate}
            """,
            keys,
            cancellation
        );
        var source = rows.FirstOrDefault(row => row.CallKey.AsSpan().SequenceEqual(keys.from));
        var target = rows.FirstOrDefault(row => row.CallKey.AsSpan().SequenceEqual(keys.to));
        // Into an open call goes an open one alone: an open call does not look up what closed ones hold.
        var fits =
            source?.State == CallState.Open && target?.State != CallState.Tombstone
            || source?.State == CallState.Closed && target?.State == CallState.Closed;
        if (source is null || !fits)
        {
            return false;
        }

        if (target is null && await AddAsync(transaction, keys.from, keys.to, agent, cancellation) == 0)
        {
            // An append made it since it was looked for, and is committed: that one is taken over into.
            return await MoveAsync(transaction, from, to, agent, cancellation);
        }

        await TakeOverAsync(transaction, source, keys.from, keys.to, cancellation);
        if (target is { State: CallState.Closed })
        {
            await settling.LateAsync(transaction, to);
        }
        else
        {
            await settling.SettleAsync(transaction, to);
        }

        return true;
    }

    public async Task<bool> MakeDueAsync(DbTransaction transaction, CallKey call, CancellationToken cancellation) =>
        await transaction.ExecuteAsync(
            $"UPDATE log_call SET due_ms = {dialect.NowMs} WHERE call_key = @call AND state = 0",
            new { call = call.ToBytes() },
            cancellation
        ) > 0;

    private Task<int> AddAsync(
        DbTransaction transaction,
        byte[] from,
        byte[] to,
        string agent,
        CancellationToken cancellation
    ) =>
        transaction.ExecuteAsync(
            """
            INSERT INTO log_call (call_key, group_id, contact_id, agent, silence_clock_ms)
            SELECT @to, group_id, contact_id, @agent, (SELECT clock_ms FROM log_clock WHERE id = 1) + @silence
            FROM log_call WHERE call_key = @from
            ON CONFLICT (call_key) DO NOTHING
            """,
            new
            {
                from,
                to,
                agent,
                silence = (long)options.Silence.TotalMilliseconds,
            },
            cancellation
        );

    private async Task TakeOverAsync(
        DbTransaction transaction,
        CallRow source,
        byte[] from,
        byte[] to,
        CancellationToken cancellation
    )
    {
        var sessions = await transaction.QueryAsync<string>(
            "SELECT session FROM log_session WHERE call_key = @from",
            new { from },
            cancellation
        );
        foreach (var session in sessions)
        {
            // By the session's own key: the table is found by nothing else.
            await transaction.ExecuteAsync(
                "UPDATE log_session_home SET call_key = @to WHERE session_key = @home AND call_key = @from",
                new
                {
                    from,
                    to,
                    home = SessionKey.Of(new Guid(source.GroupId, bigEndian: true), session),
                },
                cancellation
            );
        }

        await transaction.ExecuteAsync(
            $"""
            UPDATE log_session SET call_key = @to WHERE call_key = @from;
            UPDATE log_known SET call_key = @to WHERE call_key = @from;
            {statements.MoveBatches};
            UPDATE log_call SET
                has_record = CASE WHEN s.has_record > log_call.has_record THEN s.has_record ELSE log_call.has_record END,
                record_wait_ms = CASE
                    WHEN log_call.ended_ms IS NULL THEN s.record_wait_ms
                    ELSE log_call.record_wait_ms
                END,
                ended_ms = CASE
                    WHEN log_call.ended_ms IS NULL OR s.ended_ms < log_call.ended_ms THEN s.ended_ms
                    ELSE log_call.ended_ms
                END
            FROM log_call s WHERE log_call.call_key = @to AND s.call_key = @from;
            DELETE FROM log_call WHERE call_key = @from;
            """,
            new { from, to },
            cancellation
        );
    }

    private sealed class CallRow
    {
        public byte[] CallKey { get; init; } = [];

        public byte[] GroupId { get; init; } = [];

        public CallState State { get; init; }
    }
}
