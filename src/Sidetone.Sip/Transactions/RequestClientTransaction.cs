using Sidetone.Sip.Messages;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Transactions;

/// <summary>A request other than INVITE from its sender's side (RFC 3261 §17.1.2).</summary>
internal sealed class RequestClientTransaction : ClientTransaction
{
    private readonly GatedClock.SipTimer _again;
    private readonly GatedClock.SipTimer _end;
    private TimeSpan _interval;
    private bool _isProceeding;
    private bool _isCompleted;

    public RequestClientTransaction(TransactionLayer layer, SipRequest request, SipPeer peer, IClientUser user)
        : base(layer, request, peer, user)
    {
        _again = layer.Clock.Timer(SendOnceMore);
        _end = layer.Clock.Timer(TimeIsUp);
    }

    protected override bool IsWaiting => !_isCompleted;

    public override void Start()
    {
        _interval = Times.T1;
        if (!Peer.IsReliable)
        {
            _again.Start(_interval);
        }

        _end.Start(Times.F);
        Send();
    }

    public override void Receive(SipResponse response)
    {
        if (_isCompleted)
        {
            return;
        }

        if (response.IsProvisional)
        {
            _isProceeding = true;
            User.Received(this, response);
            return;
        }

        _isCompleted = true;
        _again.Stop();
        if (Peer.IsReliable)
        {
            End();
        }
        else
        {
            _end.Start(Times.T4);
        }

        User.Received(this, response);
    }

    protected override void StopTimers()
    {
        _again.Stop();
        _end.Stop();
    }

    private void SendOnceMore()
    {
        _interval = _isProceeding ? Times.T2 : Times.Doubled(_interval);
        _again.Start(_interval);
        SendAgain();
    }

    private void TimeIsUp()
    {
        if (_isCompleted)
        {
            End();
        }
        else
        {
            Fail(ClientFailure.TimedOut);
        }
    }
}
