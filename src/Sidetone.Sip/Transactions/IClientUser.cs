using Sidetone.Sip.Messages;

namespace Sidetone.Sip.Transactions;

/// <summary>Whoever sent a request; called under the agent's gate.</summary>
internal interface IClientUser
{
    /// <summary>A provisional or the final answer; of INVITE every 2xx that comes, repeated ones too (RFC 6026 §7.2).</summary>
    void Received(ClientTransaction transaction, SipResponse response);

    void Failed(ClientTransaction transaction, ClientFailure failure);
}
