using System.Data.Common;
using Dapper;

namespace Sidetone.Storage.Log;

/// <summary>Decides what becomes of entries, alike on both engines; the statements are the engine's.</summary>
internal sealed class LogAppend(LogStatements statements, Dialect dialect, LogOptions options)
{
    /// <summary>The outcomes, and whether some call became due at once.</summary>
    public async Task<(AppendOutcome[] Outcomes, bool Due)> RunAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    )
    {
        var standings = await FindOrAddAsync(transaction, entries, cancellation);
        var outcomes = new AppendOutcome[entries.Count];
        var rows = new List<BatchRow>(entries.Count);
        var rowOf = new List<int>(entries.Count);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (await RefuseAsync(transaction, entries[i], standings[i]) is { } refused)
            {
                outcomes[i] = refused;
            }
            else if (standings[i].SessionNo is { } session)
            {
                rows.Add(new BatchRow(entries[i], session));
                rowOf.Add(i);
            }
        }

        if (rows.Count == 0)
        {
            return (outcomes, false);
        }

        var found = await statements.InsertAsync(transaction, rows, cancellation);
        var touched = new List<(LogEntry Entry, Standing Standing)>();
        for (var row = 0; row < found.Length; row++)
        {
            var entry = rows[row].Entry;
            outcomes[rowOf[row]] = Compare(found[row], entry);
            var standing = standings[rowOf[row]];
            if (found[row] is null && (entry.Ended || standing.SessionEnded || standing.Call == CallState.Closed))
            {
                touched.Add((entry, standing));
            }
        }

        return (outcomes, touched.Count > 0 && await SettleAsync(transaction, touched));
    }

    private async Task<Standing[]> FindOrAddAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    )
    {
        var standings = await statements.LookUpAsync(transaction, entries, cancellation);
        var unknown = new List<LogEntry>();
        for (var i = 0; i < standings.Length; i++)
        {
            if (standings[i] is { SessionNo: null, Call: not CallState.Tombstone })
            {
                unknown.Add(entries[i]);
            }
        }

        if (unknown.Count == 0)
        {
            return standings;
        }

        await statements.AddCallsAsync(transaction, unknown, options.Silence, cancellation);
        return await statements.LookUpAsync(transaction, entries, cancellation);
    }

    /// <summary>The outcome of an entry that does not come into the log, or null.</summary>
    private static async Task<AppendOutcome?> RefuseAsync(DbTransaction transaction, LogEntry entry, Standing standing)
    {
        switch (standing)
        {
            case { Call: CallState.Tombstone }:
                return AppendOutcome.TooOld;
            case { SessionNo: null }:
                return AppendOutcome.SessionOfAnotherCall;
            case { Call: CallState.Closed, SessionNo: { } session }:
                var known = await KnownAsync(transaction, entry.Call, session);
                return known.TryFind(entry.Sequence, out var hash) ? Compare(hash, entry) : null;
            default:
                return null;
        }
    }

    private static AppendOutcome Compare(long? found, LogEntry entry) =>
        found is not { } hash ? AppendOutcome.Accepted
        : hash == entry.ContentHash ? AppendOutcome.Repeated
        : AppendOutcome.Contradicted;

    /// <summary>What a closed call holds of a session; empty when it holds nothing.</summary>
    public static async Task<KnownBatches> KnownAsync(DbTransaction transaction, CallKey call, long session)
    {
        var bytes = await transaction.Connection!.ExecuteScalarAsync<byte[]?>(
            "SELECT batches FROM log_known WHERE call_key = @call AND session_no = @session",
            new { call = call.ToBytes(), session },
            transaction
        );
        return bytes is null ? new KnownBatches() : KnownBatches.Parse(bytes);
    }

    /// <summary>Notes what was said about ends, and when the calls are due by that; true when one is due at once.</summary>
    private async Task<bool> SettleAsync(DbTransaction transaction, List<(LogEntry Entry, Standing Standing)> touched)
    {
        var dueAtOnce = false;

        // By key, so that two nodes that settle the same calls never wait for each other in a circle.
        foreach (
            var call in touched
                .GroupBy(one => one.Entry.Call)
                .OrderBy(call => call.Key.ToString(), StringComparer.Ordinal)
        )
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

            var verdict = call.Any(one => one.Standing.Call == CallState.Closed)
                ? EndVerdict.AtOnce
                : await DecideAsync(transaction, call.Key);
            if (verdict == EndVerdict.Open)
            {
                continue;
            }

            var wait = verdict == EndVerdict.AtOnce ? TimeSpan.Zero : options.GapWait;
            await transaction.Connection!.ExecuteAsync(
                $"""
                UPDATE log_call SET due_ms = {dialect.NowMs} + @wait
                WHERE call_key = @call AND (due_ms IS NULL OR due_ms > {dialect.NowMs} + @wait)
                """,
                new { call = call.Key.ToBytes(), wait = (long)wait.TotalMilliseconds },
                transaction
            );
            dueAtOnce |= verdict == EndVerdict.AtOnce;
        }

        return dueAtOnce;
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
