using System.Globalization;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Dialogs;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Calls;

/// <summary>Answers to INVITE and UPDATE.</summary>
internal static class CallAnswers
{
    /// <summary>An answer that makes or keeps a dialog (RFC 3261 §12.1.1).</summary>
    public static SipResponse InDialog(SipRequest request, int status, string tag, SipUri contact)
    {
        var answer = SipResponse.Answering(request, status, tag);
        foreach (var route in request.Headers.All(HeaderNames.RecordRoute))
        {
            answer.Headers.Add(HeaderNames.RecordRoute, route);
        }

        answer.Headers.Add(HeaderNames.Contact, $"<{contact.ToWire()}>");
        answer.Headers.Add(HeaderNames.Allow, SipMethods.Allowed);
        return answer;
    }

    /// <summary>A 200.</summary>
    public static SipResponse Accepting(SipRequest request, string tag, SipUri contact, SessionInterval? interval)
    {
        var answer = InDialog(request, 200, tag, contact);
        answer.Headers.Add(HeaderNames.Supported, "timer");
        if (interval is not null)
        {
            answer.Headers.Add(HeaderNames.SessionExpires, interval.ToString());
            if (interval.Refresher == "uac")
            {
                answer.Headers.Add(HeaderNames.Require, "timer");
            }
        }

        return answer;
    }

    /// <summary>The session interval is below what we take (RFC 4028 §9).</summary>
    public static SipResponse TooSmall(SipRequest request)
    {
        var answer = SipResponse.Answering(request, 422, Tokens.New());
        answer.Headers.Add(HeaderNames.MinSe, SessionInterval.Min.ToString(CultureInfo.InvariantCulture));
        return answer;
    }

    /// <summary>The description cannot be read; Warning 399 names the line (RFC 3261 §20.43).</summary>
    public static SipResponse BadDescription(SipRequest request, SdpException fault)
    {
        var answer = SipResponse.Answering(request, 400, Tokens.New(), "Bad Session Description");
        answer.Headers.Add("Warning", $"399 sidetone {SipText.Quote(fault.Message)}");
        return answer;
    }
}
