using System.Data.Common;

namespace Sidetone.Storage.Log;

/// <summary>The life of a call's row; the numbers stand in the table.</summary>
internal enum CallState
{
    Open = 0,
    Closed = 1,
    Tombstone = 2,
}

/// <summary>What an entry meets in the tables.</summary>
/// <param name="Call">Null when the call has no row.</param>
/// <param name="SessionNo">Null when the call has no such session.</param>
/// <param name="SessionEnded">True when the session said before that it ended.</param>
internal readonly record struct Standing(CallState? Call, long? SessionNo, bool SessionEnded);

/// <summary>An entry on its way into log_batch.</summary>
internal readonly record struct BatchRow(LogEntry Entry, long SessionNo);

/// <summary>The statements of the hot path, which the engines need in different form: one by one, or as sets.</summary>
internal abstract class LogStatements
{
    /// <summary>Which of a session's rows of log_batch: a condition with <c>@call</c> and <c>@no</c>.</summary>
    public abstract string OfSession { get; }

    /// <summary>What makes a call's rows of log_batch another call's, with <c>@from</c> and <c>@to</c>; empty where they name none.</summary>
    public abstract string MoveBatches { get; }

    /// <summary>Finds each entry's call and session; until the transaction ends no call that was found is closed.</summary>
    public abstract Task<Standing[]> LookUpAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        CancellationToken cancellation
    );

    /// <summary>
    /// Adds calls and sessions that have no row yet; an entry whose session id is another call's adds nothing.
    /// </summary>
    public abstract Task AddCallsAsync(
        DbTransaction transaction,
        IReadOnlyList<LogEntry> entries,
        TimeSpan silence,
        CancellationToken cancellation
    );

    /// <summary>Adds rows that are not there; for each, null when it was added, else the hash that was there before.</summary>
    public abstract Task<long?[]> InsertAsync(
        DbTransaction transaction,
        IReadOnlyList<BatchRow> rows,
        CancellationToken cancellation
    );

    /// <summary>The position of the log's last entry.</summary>
    public abstract Task<long> LastPositionAsync(DbConnection connection, CancellationToken cancellation);
}
