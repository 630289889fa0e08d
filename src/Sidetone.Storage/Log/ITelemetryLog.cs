using System.Data.Common;

namespace Sidetone.Storage.Log;

/// <summary>
/// The append-only log of batches, which is the only state of an open call: append, read one call, last position.
/// </summary>
/// <remarks>
/// <code>
///            append (first batch)              closed (rows packed, moved to the closed call)
///  (nothing) ───────────────────▶ open ───────────────────────────────▶ closed ──▶ tombstone after retention
///                                  ▲ │ append                             │ append: kept, call marked late
///                                  └─┘                                    └──▶ late work is claimed like closing
/// </code>
/// A call is due when: a page's session ended, none of its batches is missing, and the same holds for every other page's
/// session of the call; or some session ended, and the wait for gaps, for other sessions, or for a page to confirm what
/// only the platform said, is over; or nothing was appended for the silence time while intake was accepting. An ended call
/// whose group waits for contact records is due no sooner than its record is there or that wait is over. A session's batches
/// are numbered from 0.
/// </remarks>
public interface ITelemetryLog
{
    /// <summary>Makes entries durable, in one transaction; one outcome per entry, in order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A sequence number is not within 0…<see cref="LogEntry.SequenceMax"/>; no entry was kept.
    /// </exception>
    /// <exception cref="StoreBusyException">Too much waits for the disk; no entry was kept.</exception>
    /// <exception cref="StoreFullException">The disk is full; no entry was kept.</exception>
    Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellation);

    /// <summary>Claims up to <paramref name="max"/> calls that are due, for as long as the lease lasts; no other node gets them meanwhile.</summary>
    Task<IReadOnlyList<CallClaim>> ClaimDueAsync(string owner, int max, TimeSpan lease, CancellationToken cancellation);

    /// <summary>Reads every entry of one call, by session (ordinal) and sequence number, with the last position.</summary>
    Task<CallLog> ReadAsync(CallKey call, CancellationToken cancellation);

    /// <summary>
    /// Within a transaction: takes the call's entries out of the log and marks the call closed, if the claim still
    /// holds and nothing was appended since <paramref name="lastPosition"/> (<see cref="CallLog.LastPosition"/>); false, with
    /// nothing changed, otherwise. When false, read again and try again: the claim may still hold.
    /// </summary>
    Task<bool> TryCloseAsync(
        DbTransaction transaction,
        CallClaim claim,
        long lastPosition,
        CancellationToken cancellation
    );

    /// <summary>Gives a claim back unfinished; the call is due again after the delay.</summary>
    Task ReleaseAsync(CallClaim claim, TimeSpan after, CancellationToken cancellation);

    /// <summary>
    /// Ends every claim, whoever holds it; the calls are due at once. Only for a store that no other process has open: the
    /// claims are those of a process that was killed, and nobody should wait for their leases. Returns how many.
    /// </summary>
    Task<int> ReleaseAllAsync(CancellationToken cancellation);

    /// <summary>Says that intake accepts batches now: silence is only counted between such ticks.</summary>
    Task TickAsync(CancellationToken cancellation);

    /// <summary>
    /// Forgets closed calls of a group that were closed before an instant (milliseconds since the Unix epoch): what is left
    /// is a tombstone, the key alone, so that their batches are still refused. Calls with late batches that wait for
    /// work are left for another time. Returns how many became tombstones.
    /// </summary>
    Task<int> PurgeAsync(Guid group, long closedBeforeMs, CancellationToken cancellation);

    /// <summary>
    /// Within a transaction: makes everything the log holds of one call part of another call of the same contact, as if it
    /// had been appended there, and forgets the first call. An open call may become part of an open one, which is made when it
    /// is not there, or of a closed one; a closed call of a closed one alone. False, with nothing changed, when there is
    /// nothing to move or it does not fit. Tell <see cref="TelemetryLog.DueChannel"/> after the commit.
    /// </summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="from">The call that ends to be.</param>
    /// <param name="to">The call that takes its place.</param>
    /// <param name="agent">The agent of <paramref name="to"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<bool> MoveAsync(
        DbTransaction transaction,
        CallKey from,
        CallKey to,
        string agent,
        CancellationToken cancellation
    );

    /// <summary>
    /// Within a transaction: makes an open call due now, whatever it was waiting for; false when there is none. Tell
    /// <see cref="TelemetryLog.DueChannel"/> after the commit.
    /// </summary>
    Task<bool> MakeDueAsync(DbTransaction transaction, CallKey call, CancellationToken cancellation);

    /// <summary>The agents of a contact's calls that the log knows, open or closed, in ordinal order; tombstones have none.</summary>
    Task<IReadOnlyList<string>> AgentsOfAsync(Guid group, string contactId, CancellationToken cancellation);

    /// <summary>
    /// The position of the last entry of the whole log; 0 when it never had one. It grows with every entry and may skip
    /// numbers.
    /// </summary>
    Task<long> LastPositionAsync(CancellationToken cancellation);
}

/// <summary>One batch on its way into the log.</summary>
public sealed record LogEntry
{
    /// <summary>The highest sequence number: at one batch each ten seconds, five years of one session.</summary>
    public const long SequenceMax = (1L << 24) - 1;

    /// <summary>The call.</summary>
    public required CallKey Call { get; init; }

    /// <summary>The group.</summary>
    public required Guid Group { get; init; }

    /// <summary>The platform's id of the call leg.</summary>
    public required string ContactId { get; init; }

    /// <summary>The agent's user name.</summary>
    public required string Agent { get; init; }

    /// <summary>The session.</summary>
    public required string Session { get; init; }

    /// <summary>The batch's number within its session, from 0 to <see cref="SequenceMax"/>.</summary>
    public required long Sequence { get; init; }

    /// <summary>A hash of the body as received: same number with another hash is a contradiction, not a repeat.</summary>
    public required long ContentHash { get; init; }

    /// <summary>True when the platform sent it, not a page.</summary>
    public bool FromPlatform { get; init; }

    /// <summary>True when it says that the call ended.</summary>
    public bool Ended { get; init; }

    /// <summary>True when it is the platform's contact record, which an ended call may wait for.</summary>
    public bool IsContactRecord { get; init; }

    /// <summary>With <see cref="Ended"/>: how long the call waits for its contact record at most; zero when it does not.</summary>
    public TimeSpan ContactRecordWait { get; init; }

    /// <summary>With <see cref="Ended"/>: the session's last batch number; null when the sender cannot know.</summary>
    public long? LastSequence { get; init; }

    /// <summary>The batch as it is kept; the log does not look inside.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}

/// <summary>What became of an appended entry.</summary>
public enum AppendOutcome
{
    /// <summary>It is on disk.</summary>
    Accepted,

    /// <summary>It was on disk before; nothing changed.</summary>
    Repeated,

    /// <summary>Other content is on disk under the same group, session and number; nothing changed.</summary>
    Contradicted,

    /// <summary>The session belongs to another call (contact or agent) of the group; nothing changed.</summary>
    SessionOfAnotherCall,

    /// <summary>The call was closed so long ago that it outlived its retention; nothing changed.</summary>
    TooOld,
}

/// <summary>The right to close one call, or to work in what came after its close.</summary>
/// <param name="Call">The call.</param>
/// <param name="Group">Its group.</param>
/// <param name="ContactId">Its contact.</param>
/// <param name="Agent">Its agent.</param>
/// <param name="Owner">The node that claimed it.</param>
/// <param name="Token">Differs for every claim of the same call.</param>
/// <param name="Late">True when the call was closed before and batches came later.</param>
/// <param name="Reason">Why the call is due.</param>
public sealed record CallClaim(
    CallKey Call,
    Guid Group,
    string ContactId,
    string Agent,
    string Owner,
    long Token,
    bool Late,
    DueReason Reason
);

/// <summary>Why a call is due.</summary>
public enum DueReason
{
    /// <summary>A session or the platform said that it ended.</summary>
    Ended,

    /// <summary>Nothing was heard of it for the silence time.</summary>
    Silence,

    /// <summary>It was closed, and batches came later.</summary>
    Late,
}

/// <summary>Everything the log holds of one call.</summary>
/// <param name="LastPosition">The position of its last entry, counted within the call: every append moves it. 0 when there is none.</param>
/// <param name="Entries">Its entries, by session (ordinal) and number.</param>
public sealed record CallLog(long LastPosition, IReadOnlyList<StoredEntry> Entries);

/// <summary>An entry as it is kept.</summary>
/// <param name="Session">The session.</param>
/// <param name="Sequence">The batch's number within it.</param>
/// <param name="ContentHash">The hash of the body as received.</param>
/// <param name="Body">The batch as it was handed in.</param>
public sealed record StoredEntry(string Session, long Sequence, long ContentHash, ReadOnlyMemory<byte> Body);
