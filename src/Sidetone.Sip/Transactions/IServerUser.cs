using Sidetone.Sip.Messages;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Transactions;

/// <summary>Takes requests of others; called under the agent's gate.</summary>
internal interface IServerUser
{
    /// <summary>A new request, CANCEL left out.</summary>
    void Received(ServerTransaction transaction);

    /// <summary>CANCEL of an INVITE that has no final answer yet; CANCEL itself is answered.</summary>
    void Cancelled(ServerTransaction invite);

    /// <summary>ACK of a 2xx.</summary>
    void Acknowledged(SipRequest ack, SipPeer from);
}
