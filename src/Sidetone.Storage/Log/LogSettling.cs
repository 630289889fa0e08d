using System.Data.Common;
using Dapper;

namespace Sidetone.Storage.Log;

/// <summary>An entry that was added and may change when its call is due.</summary>
internal readonly record struct Touched(LogEntry Entry, Standing Standing);

/// <summary>Notes what was said about the ends of calls, and when the calls are due by that.</summary>
internal sealed class LogSettling(Dialect dialect, LogOptions options)
{
    /// <summary>Settles the calls of entries that were just added; true when one is due at once.</summary>
    public async Task<bool> SettleAsync(DbTransaction transaction, IReadOnlyList<Touched> touched)
    {
        var dueAtOnce = false;

        // By key, so that two nodes that settle the same calls never wait for each other in a circle.
        foreach (
            var call in touched
                .GroupBy(one => one.Entry.Call)
                .OrderBy(call => call.Key.ToString(), StringComparer.Ordinal)
        )
        {
            await NoteAsync(transaction, call);
            dueAtOnce |= call.Any(one => one.Standing.Call == CallState.Closed)
                ? await LateAsync(transaction, call.Key)
                : await SettleAsync(
                    transaction,
                    call.Key,
                    call.Where(one => one.Entry.Ended).Max(one => (TimeSpan?)one.Entry.ContactRecordWait)
                );
        }

        return dueAtOnce;
    }

    /// <summary>Says when an open call is due by what its sessions said; true when it is due at once.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="call">The call.</param>
    /// <param name="recordWait">How long it waits for its contact record, if it only ended now; null when nothing says so now.</param>
    public async Task<bool> SettleAsync(DbTransaction transaction, CallKey call, TimeSpan? recordWait = null)
    {
        var verdict = await DecideAsync(transaction, call);
        if (verdict == EndVerdict.Open)
        {
            return false;
        }

        var (now, ended, wait, hasRecord) = await transaction.Connection!.QuerySingleAsync<(long, long, long, long)>(
            $"""
            UPDATE log_call SET
                record_wait_ms = CASE WHEN ended_ms IS NULL THEN @wait ELSE record_wait_ms END,
                ended_ms = coalesce(ended_ms, {dialect.NowMs})
            WHERE call_key = @call
            RETURNING {dialect.NowMs}, ended_ms, record_wait_ms, has_record
            """,
            new { call = call.ToBytes(), wait = (long)(recordWait ?? TimeSpan.Zero).TotalMilliseconds },
            transaction
        );
        var due = EndRule.DueMs(
            verdict,
            new EndedCall(now, ended, wait, hasRecord != 0),
            (long)options.GapWait.TotalMilliseconds
        );
        await transaction.Connection!.ExecuteAsync(
            "UPDATE log_call SET due_ms = @due WHERE call_key = @call AND (due_ms IS NULL OR due_ms > @due)",
            new { call = call.ToBytes(), due },
            transaction
        );
        return due <= now;
    }

    /// <summary>Says that something came after a call's close; it is due at once.</summary>
    public async Task<bool> LateAsync(DbTransaction transaction, CallKey call)
    {
        await transaction.Connection!.ExecuteAsync(
            $"""
            UPDATE log_call SET due_ms = {dialect.NowMs}
            WHERE call_key = @call AND (due_ms IS NULL OR due_ms > {dialect.NowMs})
            """,
            new { call = call.ToBytes() },
            transaction
        );
        return true;
    }

    private static async Task NoteAsync(DbTransaction transaction, IGrouping<CallKey, Touched> call)
    {
        foreach (var (entry, standing) in call.Where(one => one.Entry.Ended))
        {
            await transaction.Connection!.ExecuteAsync(
                NoteEnd,
                new
                {
                    call = entry.Call.ToBytes(),
                    session = standing.SessionNo,
                    last = entry.LastSequence,
                },
                transaction
            );
        }

        if (call.Any(one => one.Entry.IsContactRecord))
        {
            await transaction.Connection!.ExecuteAsync(
                "UPDATE log_call SET has_record = 1 WHERE call_key = @call",
                new { call = call.Key.ToBytes() },
                transaction
            );
        }
    }

    private static async Task<EndVerdict> DecideAsync(DbTransaction transaction, CallKey call)
    {
        var sessions = await transaction.Connection!.QueryAsync<(long Platform, long Ended, long? Last, long Present)>(
            """
            SELECT s.from_platform, s.ended, s.last_sequence,
                CASE WHEN s.last_sequence IS NULL THEN 0 ELSE (
                    SELECT count(*) FROM log_entry e
                    WHERE e.call_key = s.call_key AND e.session = s.session AND e.sequence <= s.last_sequence
                ) END
            FROM log_session s WHERE s.call_key = @call
            """,
            new { call = call.ToBytes() },
            transaction
        );
        return EndRule.Decide([
            .. sessions.Select(row => new SessionStanding(row.Platform != 0, row.Ended != 0, row.Last, row.Present)),
        ]);
    }

    private const string NoteEnd = """
        UPDATE log_session SET
            ended = 1,
            last_sequence = CASE
                WHEN last_sequence IS NULL OR last_sequence < CAST(@last AS bigint) THEN CAST(@last AS bigint)
                ELSE last_sequence
            END
        WHERE call_key = @call AND session_no = @session
        """;
}
