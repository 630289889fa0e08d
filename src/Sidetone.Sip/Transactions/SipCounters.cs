namespace Sidetone.Sip.Transactions;

/// <summary>What an agent has seen since its start. Counts only go up; they may be read at any time.</summary>
public sealed class SipCounters
{
    private long _malformed;
    private long _refused;
    private long _stray;
    private long _retransmissions;
    private long _discarded;
    private long _faults;

    /// <summary>Messages that could not be read or broke a rule of RFC 3261.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Requests and calls refused because a bound was reached.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Responses that belong to nothing we asked.</summary>
    public long Stray => Volatile.Read(ref _stray);

    /// <summary>Messages that we sent again.</summary>
    public long Retransmissions => Volatile.Read(ref _retransmissions);

    /// <summary>Bytes or connections that a transport threw away.</summary>
    public long Discarded => Volatile.Read(ref _discarded);

    /// <summary>Mistakes of this program that were caught at its edge; the newest is <see cref="LastFault"/>.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>The newest mistake of this program; null when there was none.</summary>
    public Exception? LastFault { get; private set; }

    internal void MalformedSeen() => Interlocked.Increment(ref _malformed);

    internal void RefusedOne() => Interlocked.Increment(ref _refused);

    internal void StraySeen() => Interlocked.Increment(ref _stray);

    internal void Retransmitted() => Interlocked.Increment(ref _retransmissions);

    internal void DiscardedOne() => Interlocked.Increment(ref _discarded);

    internal void Faulted(Exception fault)
    {
        LastFault = fault;
        Interlocked.Increment(ref _faults);
    }
}
