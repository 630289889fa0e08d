using Sidetone.Sip.Messages;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Transactions;

/// <summary>A request of ours and its answers (RFC 3261 §17.1). Used under the agent's gate only.</summary>
internal abstract class ClientTransaction
{
    private readonly ReadOnlyMemory<byte> _bytes;

    protected ClientTransaction(TransactionLayer layer, SipRequest request, SipPeer peer, IClientUser user)
    {
        Layer = layer;
        Request = request;
        Peer = peer;
        User = user;
        Branch = request.TopVia!.Branch!;
        _bytes = request.ToBytes();
    }

    public SipRequest Request { get; }

    public SipPeer Peer { get; }

    public string Branch { get; }

    public bool IsEnded { get; private set; }

    protected TransactionLayer Layer { get; }

    protected IClientUser User { get; }

    protected SipTimers Times => Layer.Timers;

    public abstract void Start();

    public abstract void Receive(SipResponse response);

    /// <summary>What was sent did not arrive.</summary>
    public void Fail(ClientFailure failure)
    {
        if (!IsEnded)
        {
            var wasWaiting = IsWaiting;
            End();
            if (wasWaiting)
            {
                User.Failed(this, failure);
            }
        }
    }

    /// <summary>Stops the timers without a word to whoever waits.</summary>
    public void End()
    {
        IsEnded = true;
        StopTimers();
        Layer.Remove(this);
    }

    /// <summary>Whether a final answer is still to come.</summary>
    protected abstract bool IsWaiting { get; }

    protected abstract void StopTimers();

    protected void Send()
    {
        if (!Layer.Wire.TrySend(_bytes, Peer))
        {
            Fail(ClientFailure.Transport);
        }
    }

    protected void SendAgain()
    {
        Layer.Counters.Retransmitted();
        Send();
    }
}
