using System.Data.Common;
using Dapper;

namespace Sidetone.Storage.Log;

/// <summary>Decides what becomes of entries, alike on both engines; the statements are the engine's.</summary>
internal sealed class LogAppend(LogStatements statements, LogSettling settling, LogOptions options)
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
        var touched = new List<Touched>();
        for (var row = 0; row < found.Length; row++)
        {
            var entry = rows[row].Entry;
            outcomes[rowOf[row]] = Compare(found[row], entry);
            var standing = standings[rowOf[row]];
            if (
                found[row] is null
                && (entry.Ended || entry.IsContactRecord || standing.SessionEnded || standing.Call == CallState.Closed)
            )
            {
                touched.Add(new Touched(entry, standing));
            }
        }

        return (outcomes, touched.Count > 0 && await settling.SettleAsync(transaction, touched));
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
}
