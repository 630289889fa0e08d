using Sidetone.Sip.Messages;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Transactions;

/// <summary>INVITE from its sender's side (RFC 3261 §17.1.1 with the state Accepted of RFC 6026 §7.2).</summary>
internal sealed class InviteClientTransaction : ClientTransaction
{
    private readonly GatedClock.SipTimer _again;
    private readonly GatedClock.SipTimer _end;
    private TimeSpan _interval;
    private State _state = State.Calling;
    private ReadOnlyMemory<byte> _ack;

    public InviteClientTransaction(TransactionLayer layer, SipRequest request, SipPeer peer, IClientUser user)
        : base(layer, request, peer, user)
    {
        _again = layer.Clock.Timer(SendOnceMore);
        _end = layer.Clock.Timer(TimeIsUp);
    }

    private enum State
    {
        Calling,
        Proceeding,
        Completed,
        Accepted,
    }

    /// <summary>Whether a provisional answer has come, so that CANCEL may be sent (RFC 3261 §9.1).</summary>
    public bool IsProceeding => _state == State.Proceeding;

    protected override bool IsWaiting => _state is State.Calling or State.Proceeding;

    public override void Start()
    {
        _interval = Times.T1;
        if (!Peer.IsReliable)
        {
            _again.Start(_interval);
        }

        _end.Start(Times.B);
        Send();
    }

    public override void Receive(SipResponse response)
    {
        switch (_state)
        {
            case State.Calling or State.Proceeding when response.IsProvisional:
                _again.Stop();
                _end.Stop();
                _state = State.Proceeding;
                User.Received(this, response);
                break;
            case State.Calling or State.Proceeding or State.Accepted when response.IsSuccess:
                if (_state != State.Accepted)
                {
                    _again.Stop();
                    _state = State.Accepted;
                    _end.Start(Times.SixtyFour);
                }

                User.Received(this, response);
                break;
            case State.Calling or State.Proceeding:
                _again.Stop();
                _state = State.Completed;
                Acknowledge(response);
                if (Peer.IsReliable)
                {
                    End();
                }
                else
                {
                    _end.Start(Times.D);
                }

                User.Received(this, response);
                break;
            case State.Completed when !response.IsProvisional && !response.IsSuccess:
                Layer.Wire.TrySend(_ack, Peer);
                break;
        }
    }

    protected override void StopTimers()
    {
        _again.Stop();
        _end.Stop();
    }

    /// <summary>ACK of an answer of 300 and above belongs to the transaction (RFC 3261 §17.1.1.3).</summary>
    private void Acknowledge(SipResponse response)
    {
        var ack = new SipRequest(SipMethods.Ack, Request.UriText);
        ack.Headers.Add(HeaderNames.Via, Request.TopVia!.ToString());
        ack.Headers.Add(HeaderNames.MaxForwards, "70");
        ack.Headers.Add(HeaderNames.From, Request.Headers[HeaderNames.From]!);
        ack.Headers.Add(HeaderNames.To, response.Headers[HeaderNames.To]!);
        ack.Headers.Add(HeaderNames.CallId, Request.CallId!);
        ack.Headers.Add(HeaderNames.CSeq, new CSeq(Request.CSeq!.Value.Number, SipMethods.Ack).ToString());
        foreach (var route in Request.Headers.All(HeaderNames.Route))
        {
            ack.Headers.Add(HeaderNames.Route, route);
        }

        _ack = ack.ToBytes();
        Layer.Wire.TrySend(_ack, Peer);
    }

    private void SendOnceMore()
    {
        // INVITE's interval doubles without an end but timer B (timer A, §17.1.1.2).
        _interval *= 2;
        _again.Start(_interval);
        SendAgain();
    }

    private void TimeIsUp()
    {
        if (IsWaiting)
        {
            Fail(ClientFailure.TimedOut);
        }
        else
        {
            End();
        }
    }
}
