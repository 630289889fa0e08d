using System.Globalization;
using Sidetone.Sip.Dialogs;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Calls;

/// <summary>
/// Our refreshing of a session (RFC 4028 §7.4): UPDATE when the other side takes it, else INVITE with what we offered.
/// Used under the agent's gate only.
/// </summary>
internal sealed class SessionRefresh(CallSession session, AudioNegotiation audio)
{
    private uint _seconds;
    private uint? _minimum;

    /// <summary>Whether an INVITE of ours has no final answer yet.</summary>
    public bool IsInvitePending { get; private set; }

    public void Send()
    {
        if (session.IsOver || IsInvitePending)
        {
            return;
        }

        _seconds = Math.Max(session.Timer.Interval!.Seconds, _minimum ?? 0);
        var method = session.TakesUpdate ? SipMethods.Update : SipMethods.Invite;
        IsInvitePending = method == SipMethods.Invite;
        var offer = IsInvitePending ? audio.Offer().ToBytes() : null;
        session.Send(() => Build(method, offer), Answered, _ => Fail("the other side does not answer any more"));
    }

    private SipRequest Build(string method, byte[]? offer)
    {
        var request = session.Dialog.NewRequest(method);
        request.Headers.Add(HeaderNames.Allow, SipMethods.Allowed);
        request.Headers.Add(HeaderNames.Supported, "timer");
        request.Headers.Add(HeaderNames.SessionExpires, new SessionInterval(_seconds, "uac").ToString());
        if (_minimum is { } minimum)
        {
            request.Headers.Add(HeaderNames.MinSe, minimum.ToString(CultureInfo.InvariantCulture));
        }

        if (offer is not null)
        {
            request.SetBody("application/sdp", offer);
        }

        return request;
    }

    private void Answered(SipRequest request, SipResponse response)
    {
        if (response.IsProvisional)
        {
            return;
        }

        IsInvitePending = false;
        if (response.IsSuccess && request.Method == SipMethods.Invite)
        {
            // Each 2xx that comes gets its ACK, also after the call is over.
            session.SendAck(request.CSeq!.Value.Number);
        }

        if (session.IsOver)
        {
            return;
        }

        if (response.IsSuccess)
        {
            Take(response);
        }
        else if (response.Status == 422 && response.Headers.Number(HeaderNames.MinSe) is { } least && least > _seconds)
        {
            _minimum = least;
            Send();
        }
        else if (response.Status is 408 or 481)
        {
            Fail("the other side does not know the call any more");
        }
        else
        {
            session.Timer.Lapse();
        }
    }

    private void Take(SipResponse response)
    {
        session.Dialog.Refresh(response);
        session.Timer.Start(SessionInterval.Of(response), wasOurRequest: true);
        if (CallSession.Read(response) is { } answer && session.Complete(answer) is { } agreed)
        {
            session.Tell(agreed);
        }
    }

    private void Fail(string reason)
    {
        IsInvitePending = false;
        session.Leave(CallSide.Nobody, reason);
    }
}
