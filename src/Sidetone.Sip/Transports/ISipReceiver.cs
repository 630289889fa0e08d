namespace Sidetone.Sip.Transports;

/// <summary>Takes what a transport hears. Called by any thread; must not throw.</summary>
internal interface ISipReceiver
{
    /// <summary>A whole message, or what claims to be one.</summary>
    void Arrived(ReadOnlyMemory<byte> message, SipPeer from);

    /// <summary>What was handed over for this peer may not have arrived: no connection, or it broke.</summary>
    void Failed(SipPeer peer);

    /// <summary>Bytes were thrown away, because they are no message or a bound is reached.</summary>
    void Discarded();
}
