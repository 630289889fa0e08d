using System.Globalization;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Authentication;
using Sidetone.Sip.Dialogs;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;
using Sidetone.Sip.Transactions;

namespace Sidetone.Sip.Calls;

/// <summary>An answered call: its dialog, its session timer and what changes it. Used under the agent's gate only.</summary>
internal sealed class CallSession
{
    private readonly SipCall _call;
    private readonly DigestSession _digests;
    private readonly AudioNegotiation _audio;
    private readonly SessionRefresh _refresh;
    private AcceptedInvite? _accepted;
    private bool _owesAnswer;
    private Task? _farewell;

    public CallSession(SipCall call, Dialog dialog, DigestSession digests, AudioNegotiation audio)
    {
        _call = call;
        Dialog = dialog;
        _digests = digests;
        _audio = audio;
        Timer = new SessionTimer(
            Engine.Clock,
            () => _refresh!.Send(),
            () => Leave(CallSide.Nobody, "the session expired")
        );
        _refresh = new SessionRefresh(this, audio);
    }

    public Dialog Dialog { get; }

    public SessionTimer Timer { get; }

    /// <summary>Whether the other side says that it answers UPDATE.</summary>
    public bool TakesUpdate { get; set; }

    public bool IsOver => _farewell is not null;

    internal SipEngine Engine => _call.Engine;

    /// <summary>Sends a request in the dialog, as soon as it is known where to.</summary>
    public void Send(Func<SipRequest> next, Action<SipRequest, SipResponse> answered, Action<ClientFailure> failed) =>
        Engine.Route(
            Dialog.NextHop,
            peer => new ClientExchange(Engine, _digests, peer, next) { Answered = answered, Failed = failed }.Start(),
            _ => failed(ClientFailure.Transport)
        );

    /// <summary>Sends ACK of a 2xx.</summary>
    /// <param name="inviteSequence">CSeq of the INVITE</param>
    /// <param name="sent">hears what it was and where it went, so that it can be repeated</param>
    public void SendAck(uint inviteSequence, Action<ReadOnlyMemory<byte>, Transports.SipPeer>? sent = null) =>
        Engine.Route(
            Dialog.NextHop,
            peer =>
            {
                var ack = Dialog.NewAck(inviteSequence);
                _digests.Sign(ack);
                Engine.AddVia(ack, peer);
                var bytes = ack.ToBytes();
                Engine.TrySend(bytes, peer);
                sent?.Invoke(bytes, peer);
            },
            static _ => { }
        );

    /// <summary>Accepts an INVITE with a description; sends it again until ACK comes.</summary>
    /// <param name="invite">not answered yet</param>
    /// <param name="answer">a 2xx that lacks nothing but its description</param>
    /// <param name="description">ours</param>
    /// <param name="isOffer">whether ACK has to bring the answer</param>
    public void Accept(ServerTransaction invite, SipResponse answer, SessionDescription description, bool isOffer)
    {
        answer.SetBody("application/sdp", description.ToBytes());
        _owesAnswer = isOffer;
        _accepted = new AcceptedInvite(
            Engine,
            invite,
            answer,
            () => Leave(CallSide.Nobody, "the other side never acknowledged the answer")
        );
    }

    public void Acknowledged(SipRequest ack)
    {
        if (_accepted is not { IsOpen: true } accepted || ack.CSeq?.Number != accepted.Sequence)
        {
            return;
        }

        accepted.Stop();
        if (!_owesAnswer)
        {
            return;
        }

        _owesAnswer = false;
        if (Read(ack) is not { } answer || Complete(answer) is not { } audio)
        {
            Leave(CallSide.Us, "the other side's answer in ACK cannot be used");
            return;
        }

        Tell(audio);
    }

    public void Received(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (!Dialog.TakeSequence(request.CSeq!.Value.Number))
        {
            transaction.Respond(500, reason: "CSeq Out of Order");
            return;
        }

        switch (request.Method)
        {
            case SipMethods.Bye:
                transaction.Respond(200);
                End(CallSide.Them, request.Headers["Reason"] ?? "the other side hung up");
                break;
            case SipMethods.Invite or SipMethods.Update:
                Change(transaction);
                break;
            default:
                _call.Agent.AnswerOutside(transaction);
                break;
        }
    }

    /// <summary>Sends BYE; the call is over at once.</summary>
    /// <returns>comes when BYE is answered, or nobody answers it</returns>
    public Task Leave(CallSide by, string reason)
    {
        if (_farewell is not null)
        {
            return _farewell;
        }

        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _farewell = answered.Task;
        Send(
            () => Dialog.NewRequest(SipMethods.Bye),
            (_, response) =>
            {
                if (!response.IsProvisional)
                {
                    answered.TrySetResult();
                }
            },
            _ => answered.TrySetResult()
        );
        End(by, reason);
        return _farewell;
    }

    internal NegotiatedAudio? Complete(SessionDescription answer)
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

    internal static SessionDescription? Read(SipMessage message)
    {
        try
        {
            return message.HasSdp ? SdpParser.Parse(message.Body) : null;
        }
        catch (SdpException)
        {
            return null;
        }
    }

    /// <summary>Tells of the first agreement as the answer, of later ones as changes.</summary>
    internal void Tell(NegotiatedAudio audio)
    {
        if (!_call.IsAnswered)
        {
            _call.Note(new CallProgress.Answered(Engine.Now, audio));
        }
        else if (audio != _call.Audio)
        {
            _call.Note(new CallProgress.MediaChanged(Engine.Now, audio));
        }
    }

    /// <summary>A re-INVITE or an UPDATE of the other side (RFC 3261 §14.2, RFC 3311 §5.2).</summary>
    private void Change(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var isInvite = transaction.IsInvite;
        if (_refresh.IsInvitePending && (isInvite || request.HasSdp))
        {
            transaction.Respond(491);
            return;
        }

        if (_accepted is { IsOpen: true } && (isInvite || request.HasSdp))
        {
            var later = SipResponse.Answering(request, 500);
            later.Headers.Add(HeaderNames.RetryAfter, Random.Shared.Next(1, 10).ToString(CultureInfo.InvariantCulture));
            transaction.Respond(later);
            return;
        }

        if (SessionInterval.IsTooSmall(request))
        {
            transaction.Respond(CallAnswers.TooSmall(request));
            return;
        }

        SessionDescription? description = null;
        if (request.HasSdp)
        {
            try
            {
                description = _audio.Answer(SdpParser.Parse(request.Body));
            }
            catch (SdpException fault)
            {
                transaction.Respond(CallAnswers.BadDescription(request, fault));
                return;
            }

            if (description is null)
            {
                // The session stays as it was (RFC 3261 §14.2).
                transaction.Respond(488);
                return;
            }
        }

        Dialog.Refresh(request);
        var interval = SessionInterval.ForAnswer(request);
        var answer = CallAnswers.Accepting(request, _call.LocalTag, Engine.ContactFor(transaction.Source), interval);
        if (isInvite)
        {
            Accept(transaction, answer, description ?? _audio.Offer(), isOffer: description is null);
        }
        else
        {
            if (description is not null)
            {
                answer.SetBody("application/sdp", description.ToBytes());
            }

            transaction.Respond(answer);
        }

        Timer.Start(interval, wasOurRequest: false);
        if (description is not null)
        {
            Tell(_audio.Agreed!);
        }
    }

    private void End(CallSide by, string reason)
    {
        _farewell ??= Task.CompletedTask;
        _accepted?.Stop();
        Timer.Stop();
        _call.Agent.Forget(_call);
        _call.Note(
            _call.IsAnswered || by != CallSide.Us
                ? new CallOver.Ended(Engine.Now, by, reason)
                : new CallOver.Failed(Engine.Now, reason)
        );
    }
}
