using System.Globalization;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Dialogs;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Calls;

/// <summary>Makes the INVITEs of one call: the first, those with credentials, those after redirects.</summary>
internal sealed class OutgoingInvite(
    SipEngine engine,
    OutgoingCallOptions options,
    SipUri target,
    string localTag,
    byte[] offer
)
{
    private readonly string _to = NameAddress.Of(target.AsTarget()).ToString();
    private readonly HashSet<string> _tried = [target.ToWire()];
    private uint _sequence;
    private uint? _minimum;

    public string CallId { get; } = Tokens.New();

    /// <summary>Where it goes now.</summary>
    public SipUri Uri { get; private set; } = target;

    public SipRequest Next(SipPeer peer)
    {
        var contact = engine.ContactFor(peer);
        var request = new SipRequest(SipMethods.Invite, Uri.AsTarget().ToWire());
        var headers = request.Headers;
        if (options.Proxy is { } proxy)
        {
            headers.Add(HeaderNames.Route, proxy.IsLooseRouter ? $"<{proxy.ToWire()}>" : $"<{proxy.ToWire()};lr>");
        }

        headers.Add(HeaderNames.MaxForwards, "70");
        var from = options.From ?? contact.AsIdentity();
        headers.Add(HeaderNames.From, NameAddress.Of(from, options.DisplayName, localTag).ToString());
        headers.Add(HeaderNames.To, _to);
        headers.Add(HeaderNames.CallId, CallId);
        headers.Add(HeaderNames.CSeq, new CSeq(++_sequence, SipMethods.Invite).ToString());
        headers.Add(HeaderNames.Contact, $"<{contact.ToWire()}>");
        headers.Add(HeaderNames.Allow, SipMethods.Allowed);
        headers.Add(HeaderNames.Supported, "timer");
        headers.Add(HeaderNames.UserAgent, SipText.Wire(engine.Options.Product));
        AddInterval(headers);
        foreach (var (name, value) in options.Headers)
        {
            headers.Add(name, SipText.Wire(value));
        }

        request.SetBody("application/sdp", offer);
        return request;
    }

    /// <summary>Takes the first Contact of a redirect that was not tried yet; false when there is none.</summary>
    public bool Redirect(SipResponse response)
    {
        foreach (var address in response.Headers.Addresses(HeaderNames.Contact) ?? [])
        {
            if (address.Uri is { } uri && _tried.Add(uri.ToWire()))
            {
                Uri = uri;
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the Min-SE of a 422; false when it asks for nothing new.</summary>
    public bool Raise(SipResponse response)
    {
        if (response.Headers.Number(HeaderNames.MinSe) is not { } least || least <= (_minimum ?? 0))
        {
            return false;
        }

        var isFirst = _minimum is null;
        _minimum = least;
        return isFirst;
    }

    private void AddInterval(SipHeaders headers)
    {
        if (options.SessionExpires is null && _minimum is null)
        {
            return;
        }

        var seconds = (uint)Math.Clamp(options.SessionExpires?.TotalSeconds ?? 0, SessionInterval.Min, int.MaxValue);
        headers.Add(
            HeaderNames.SessionExpires,
            new SessionInterval(Math.Max(seconds, _minimum ?? 0), Refresher: null).ToString()
        );
        if (_minimum is { } minimum)
        {
            headers.Add(HeaderNames.MinSe, minimum.ToString(CultureInfo.InvariantCulture));
        }
    }
}
