using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Transactions;

/// <summary>Sends bytes on the transport that a peer names.</summary>
internal interface ISipWire
{
    /// <returns>false when they were not taken</returns>
    bool TrySend(ReadOnlyMemory<byte> message, SipPeer peer);
}
