using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Authentication;
using Sidetone.Sip.Dialogs;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transactions;

namespace Sidetone.Sip.Calls;

/// <summary>
/// A call that came in. Nothing but 100 is sent until <see cref="Ring"/>, <see cref="AcceptAsync"/> or
/// <see cref="Reject"/>: left alone, it is a call that nobody answers.
/// </summary>
public sealed class IncomingCall : SipCall
{
    private readonly ServerTransaction _invite;
    private readonly SessionDescription? _offer;
    private readonly SipUri _contact;
    private readonly GatedClock.SipTimer _unanswered;
    private AudioNegotiation? _audio;
    private SessionDescription? _early;
    private CallSession? _session;

    internal IncomingCall(SipAgent agent, ServerTransaction invite, SessionDescription? offer)
        : base(agent)
    {
        _invite = invite;
        _offer = offer;
        _contact = Engine.ContactFor(invite.Source);
        _unanswered = Engine.Clock.Timer(() => Refuse(480, CallSide.Nobody, reason: null));
        _unanswered.Start(Engine.Options.Unanswered);
        ReceivedAt = Engine.Now;
    }

    /// <summary>When the INVITE came.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <inheritdoc/>
    public override string CallId => _invite.Request.CallId!;

    /// <summary>Who calls; null when From holds no SIP URI.</summary>
    public SipUri? From => _invite.Request.From!.Uri;

    /// <summary>Whom was called first; null when To holds no SIP URI.</summary>
    public SipUri? To => _invite.Request.To!.Uri;

    /// <summary>Whom the INVITE reached in the end.</summary>
    public SipUri RequestUri => _invite.Request.Uri!;

    /// <summary>A header field of the INVITE; null when it has none of that name.</summary>
    public string? Header(string name) =>
        _invite.Request.Headers[HeaderNames.Long(name)] is { } value ? SipText.Readable(value) : null;

    /// <summary>Says that it rings (180), or with audio of ours gives early media (183).</summary>
    /// <param name="early">where we hear and what we can do; <see cref="AcceptAsync"/> then has to be given the same</param>
    public void Ring(LocalAudio? early = null)
    {
        lock (Gate)
        {
            if (!_invite.IsOpen || IsOver)
            {
                return;
            }

            var answer = CallAnswers.InDialog(_invite.Request, early is null ? 180 : 183, LocalTag, _contact);
            if (early is not null && _offer is not null && Negotiate(early) is { } description)
            {
                answer.SetBody("application/sdp", description.ToBytes());
                Note(new CallProgress.EarlyMedia(Engine.Now, _audio!.Agreed!));
            }
            else
            {
                Note(new CallProgress.Ringing(Engine.Now, 180));
            }

            _invite.Respond(answer);
        }
    }

    /// <summary>Answers the call (200).</summary>
    /// <param name="local">where we hear and what we can do; media should be ready when this is called</param>
    /// <returns>
    /// <see cref="CallProgress.Answered"/>, or how the call ended instead: refused with 488 when nothing in the offer
    /// can be taken, or withdrawn meanwhile
    /// </returns>
    public Task<CallProgress> AcceptAsync(LocalAudio local)
    {
        lock (Gate)
        {
            if (_invite.IsOpen && !IsOver)
            {
                Accept(local);
            }
        }

        return Settled;
    }

    /// <summary>Refuses the call; without an effect once it is answered or over.</summary>
    /// <param name="status">300…699, such as 486 (busy) or 603 (declined)</param>
    /// <param name="reason">the phrase; that of the RFC unless set</param>
    public void Reject(int status, string? reason = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        if (reason is not null && !SipText.IsOneLine(reason))
        {
            throw new ArgumentException("A reason is one line.", nameof(reason));
        }

        lock (Gate)
        {
            Refuse(status, CallSide.Us, reason is null ? null : SipText.Wire(reason));
        }
    }

    internal bool Is(ServerTransaction invite) => _invite == invite;

    /// <summary>The caller withdrew it (CANCEL, or BYE before the answer).</summary>
    internal void Withdrawn()
    {
        if (_invite.IsOpen)
        {
            _invite.Respond(487, LocalTag);
            End(new CallOver.Cancelled(Engine.Now, CallSide.Them, RangTooLong: false));
        }
    }

    internal override Task Leave()
    {
        if (_session is not null)
        {
            return _session.Leave(CallSide.Us, "we hung up");
        }

        Refuse(480, CallSide.Us, reason: null);
        return Task.CompletedTask;
    }

    internal override void Received(ServerTransaction transaction)
    {
        if (_session is not null)
        {
            _session.Received(transaction);
        }
        else if (transaction.Request.Method == SipMethods.Bye)
        {
            transaction.Respond(200);
            Withdrawn();
        }
        else
        {
            transaction.Respond(transaction.Request.Method == SipMethods.Invite ? 491 : 500);
        }
    }

    internal override void Acknowledged(SipRequest ack) => _session?.Acknowledged(ack);

    private void Accept(LocalAudio local)
    {
        _unanswered.Stop();
        var description = Negotiate(local);
        if (description is null)
        {
            _invite.Respond(488, LocalTag);
            End(new CallOver.Failed(Engine.Now, "the offer has no audio that we take"));
            return;
        }

        var request = _invite.Request;
        _session = new CallSession(
            this,
            Dialog.OfCallee(request, LocalTag, _contact),
            new DigestSession(credentials: null),
            _audio!
        )
        {
            TakesUpdate = request.Headers.Lists(HeaderNames.Allow, SipMethods.Update),
        };
        var interval = SessionInterval.ForAnswer(request);
        var answer = CallAnswers.Accepting(request, LocalTag, _contact, interval);
        _session.Accept(_invite, answer, description, isOffer: _offer is null);
        _session.Timer.Start(interval, wasOurRequest: false);
        if (_offer is not null)
        {
            _session.Tell(_audio!.Agreed!);
        }
    }

    /// <summary>Our description: the answer to the offer, or an offer when there was none.</summary>
    private SessionDescription? Negotiate(LocalAudio local)
    {
        _audio ??= new AudioNegotiation(local, (ulong)Random.Shared.NextInt64(1, long.MaxValue));
        try
        {
            return _early ??= _offer is null ? _audio.Offer() : _audio.Answer(_offer);
        }
        catch (SdpException)
        {
            return null;
        }
    }

    private void Refuse(int status, CallSide by, string? reason)
    {
        if (_invite.IsOpen && !IsOver)
        {
            _invite.Respond(status, LocalTag, reason);
            End(new CallOver.Rejected(Engine.Now, by, status, reason ?? ReasonPhrases.Of(status)));
        }
    }

    private void End(CallOver over)
    {
        _unanswered.Stop();
        Agent.Forget(this);
        Note(over);
    }
}
