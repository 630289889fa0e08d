namespace Sidetone.Sip.Rtp;

/// <summary>What is counted of one synchronisation source. Owned by the session, under its lock.</summary>
internal sealed class ReceivedSource(uint ssrc)
{
    private JitterEstimate _jitter;
    private SequenceTracker _sequence;

    /// <summary>Who it is.</summary>
    public uint Ssrc { get; } = ssrc;

    /// <summary>Jitter over its audio packets.</summary>
    public ref JitterEstimate Jitter => ref _jitter;

    /// <summary>Its sequence numbers.</summary>
    public ref SequenceTracker Sequence => ref _sequence;
}
