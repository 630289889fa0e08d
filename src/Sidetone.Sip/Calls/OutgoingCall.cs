using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Authentication;
using Sidetone.Sip.Dialogs;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transactions;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Calls;

/// <summary>A call that we dial.</summary>
public sealed class OutgoingCall : SipCall
{
    private readonly OutgoingCallOptions _options;
    private readonly OutgoingInvite _invite;
    private readonly DigestSession _digests;
    private readonly AudioNegotiation _audio;
    private readonly GatedClock.SipTimer _ringing;
    private readonly GatedClock.SipTimer _giveUp;
    private readonly TaskCompletionSource _finished = NewSource();

    private ClientExchange? _exchange;
    private CallSession? _session;
    private (ReadOnlyMemory<byte> Bytes, SipPeer Peer)? _ack;
    private bool _wantsCancel;
    private int _redirects;

    internal OutgoingCall(SipAgent agent, SipUri target, OutgoingCallOptions options)
        : base(agent)
    {
        _options = options;
        Target = target;
        _digests = new DigestSession(options.Credentials);
        _audio = new AudioNegotiation(options.Audio, (ulong)Random.Shared.NextInt64(1, long.MaxValue));
        _invite = new OutgoingInvite(Engine, options, target, LocalTag, _audio.Offer().ToBytes());
        _ringing = Engine.Clock.Timer(() => Withdraw(rangTooLong: true));
        _giveUp = Engine.Clock.Timer(Finish);
    }

    /// <summary>Whom we call.</summary>
    public SipUri Target { get; }

    /// <inheritdoc/>
    public override string CallId => _invite.CallId;

    /// <summary>Begins to dial; called under the gate.</summary>
    internal void Start()
    {
        _ringing.Start(_options.RingTimeout);
        Invite();
    }

    internal override Task Leave()
    {
        if (_session is not null)
        {
            return _session.Leave(CallSide.Us, "we hung up");
        }

        Withdraw(rangTooLong: false);
        return _finished.Task;
    }

    internal override void Received(ServerTransaction transaction)
    {
        if (_session is not null && transaction.Request.From!.Tag == _session.Dialog.RemoteTag)
        {
            _session.Received(transaction);
        }
        else
        {
            transaction.Respond(481);
        }
    }

    internal override void Acknowledged(SipRequest ack) => _session?.Acknowledged(ack);

    private void Invite() =>
        Engine.Route(
            _options.Proxy ?? _invite.Uri,
            peer =>
            {
                if (_wantsCancel)
                {
                    Finish();
                    return;
                }

                _exchange = new ClientExchange(Engine, _digests, peer, () => _invite.Next(peer))
                {
                    Answered = Answered,
                    Failed = Fail,
                };
                _exchange.Start();
            },
            reason => End(new CallOver.Failed(Engine.Now, reason))
        );

    private void Answered(SipRequest request, SipResponse response)
    {
        if (response.IsProvisional)
        {
            Provisional(response);
        }
        else if (response.IsSuccess)
        {
            Success(request, response);
        }
        else if (_wantsCancel || _session is not null)
        {
            Finish();
        }
        else if (response.Status is >= 300 and < 400 && _redirects < _options.Redirects && _invite.Redirect(response))
        {
            _redirects++;
            Invite();
        }
        else if (response.Status == 422 && _invite.Raise(response))
        {
            Invite();
        }
        else
        {
            var reason = SipText.Readable(response.Reason);
            End(new CallOver.Rejected(Engine.Now, CallSide.Them, response.Status, reason));
        }
    }

    private void Provisional(SipResponse response)
    {
        if (_session is not null || IsOver)
        {
            return;
        }

        if (response.Status is 100 or 183 && Progress.Count == 0)
        {
            Note(new CallProgress.Trying(Engine.Now));
        }

        if (response.Status is >= 180 and <= 182)
        {
            Note(new CallProgress.Ringing(Engine.Now, response.Status));
        }

        if (CallSession.Read(response) is { } description && Complete(description) is { } audio && audio != Audio)
        {
            Note(new CallProgress.EarlyMedia(Engine.Now, audio));
        }
    }

    private void Success(SipRequest request, SipResponse response)
    {
        if (_session is not null && _session.Dialog.RemoteTag == response.To!.Tag)
        {
            // A repeated 2xx: its ACK was lost (RFC 3261 §13.2.2.4).
            if (_ack is { } ack)
            {
                Engine.Counters.Retransmitted();
                Engine.TrySend(ack.Bytes, ack.Peer);
            }

            return;
        }

        var dialog = Dialog.OfCaller(request, response, Engine.ContactFor(_exchange!.Peer));
        if (_session is not null || _wantsCancel || IsOver)
        {
            Refuse(request, dialog);
            return;
        }

        _ringing.Stop();
        _session = new CallSession(this, dialog, _digests, _audio)
        {
            TakesUpdate = response.Headers.Lists(HeaderNames.Allow, SipMethods.Update),
        };
        _session.SendAck(request.CSeq!.Value.Number, (bytes, peer) => _ack = (bytes, peer));
        if (CallSession.Read(response) is { } answer && Complete(answer) is { } audio)
        {
            _session.Tell(audio);
            _session.Timer.Start(SessionInterval.Of(response), wasOurRequest: true);
        }
        else
        {
            _session.Leave(CallSide.Us, "the answer has no audio that was offered");
        }

        _finished.TrySetResult();
    }

    /// <summary>
    /// An answer that came after CANCEL, or from another branch of a fork: it is acknowledged and hung up
    /// (RFC 3261 §9.1, §13.2.2.4).
    /// </summary>
    private void Refuse(SipRequest request, Dialog dialog)
    {
        var session = new CallSession(new Leftover(Agent, dialog.CallId), dialog, _digests, _audio);
        session.SendAck(request.CSeq!.Value.Number);
        var farewell = session.Leave(CallSide.Us, "another answer counts");
        farewell.ContinueWith(_ => _finished.TrySetResult(), TaskScheduler.Default);
    }

    private void Fail(ClientFailure failure)
    {
        if (_wantsCancel || _session is not null)
        {
            Finish();
        }
        else if (failure == ClientFailure.TimedOut)
        {
            End(new CallOver.TimedOut(Engine.Now));
        }
        else
        {
            End(new CallOver.Failed(Engine.Now, "the request could not be sent, or the connection broke"));
        }
    }

    private void Withdraw(bool rangTooLong)
    {
        if (_wantsCancel || _session is not null || IsOver)
        {
            return;
        }

        _wantsCancel = true;
        _ringing.Stop();
        _giveUp.Start(Engine.Options.Timers.SixtyFour);
        _exchange?.Cancel();
        Agent.Forget(this);
        Note(new CallOver.Cancelled(Engine.Now, CallSide.Us, rangTooLong));
    }

    private void End(CallOver over)
    {
        Agent.Forget(this);
        Note(over);
        Finish();
    }

    private void Finish()
    {
        _ringing.Stop();
        _giveUp.Stop();
        _finished.TrySetResult();
    }

    private NegotiatedAudio? Complete(SessionDescription answer)
    {
        try
        {
            return _audio.Complete(answer);
        }
        catch (SdpException)
        {
            return null;
        }
    }
}
