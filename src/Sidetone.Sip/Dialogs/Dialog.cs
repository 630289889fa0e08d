using System.Globalization;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Messages;

namespace Sidetone.Sip.Dialogs;

/// <summary>A dialog (RFC 3261 §12). Used under the agent's gate only.</summary>
internal sealed class Dialog
{
    private readonly string _local;
    private readonly string _remote;
    private readonly SipUri _contact;
    private readonly List<NameAddress> _routes;
    private uint? _remoteSequence;

    private Dialog(
        string callId,
        string local,
        string remote,
        SipUri contact,
        SipUri target,
        List<NameAddress> routes,
        uint localSequence,
        uint? remoteSequence
    )
    {
        CallId = callId;
        _local = local;
        _remote = remote;
        _contact = contact;
        Target = target;
        _routes = routes;
        LocalSequence = localSequence;
        _remoteSequence = remoteSequence;
    }

    public string CallId { get; }

    /// <summary>The other side's tag; null when it is an element of RFC 2543.</summary>
    public string? RemoteTag { get; private init; }

    /// <summary>The other side's Contact.</summary>
    public SipUri Target { get; private set; }

    /// <summary>CSeq of our last request but ACK and CANCEL.</summary>
    public uint LocalSequence { get; private set; }

    /// <summary>Where the next request goes first.</summary>
    public SipUri NextHop => _routes.Count > 0 && _routes[0].Uri is { } route ? route : Target;

    /// <summary>From the caller's side (RFC 3261 §12.1.2).</summary>
    /// <param name="invite">as it was sent</param>
    /// <param name="answer">a 2xx or 18x with a tag</param>
    /// <param name="contact">ours</param>
    public static Dialog OfCaller(SipRequest invite, SipResponse answer, SipUri contact)
    {
        var routes = answer.Headers.Addresses(HeaderNames.RecordRoute) ?? [];
        routes.Reverse();
        var target = answer.ContactUri ?? invite.Uri!;
        return new Dialog(
            invite.CallId!,
            invite.Headers[HeaderNames.From]!,
            answer.Headers[HeaderNames.To]!,
            contact,
            target.AsTarget(),
            routes,
            invite.CSeq!.Value.Number,
            remoteSequence: null
        )
        {
            RemoteTag = answer.To!.Tag,
        };
    }

    /// <summary>From the callee's side (RFC 3261 §12.1.1).</summary>
    /// <param name="invite">one with a Contact</param>
    /// <param name="localTag">that our answers give To</param>
    /// <param name="contact">ours</param>
    public static Dialog OfCallee(SipRequest invite, string localTag, SipUri contact) =>
        new(
            invite.CallId!,
            invite.To!.WithTag(localTag).ToString(),
            invite.Headers[HeaderNames.From]!,
            contact,
            invite.ContactUri!.AsTarget(),
            invite.Headers.Addresses(HeaderNames.RecordRoute) ?? [],
            localSequence: 0,
            invite.CSeq!.Value.Number
        )
        {
            RemoteTag = invite.From!.Tag,
        };

    /// <summary>Takes the CSeq of a request of the other side; false when it is out of order (RFC 3261 §12.2.2).</summary>
    public bool TakeSequence(uint number)
    {
        if (number <= _remoteSequence)
        {
            return false;
        }

        _remoteSequence = number;
        return true;
    }

    /// <summary>Takes a new Contact of the other side (target refresh).</summary>
    public void Refresh(SipMessage message) => Target = message.ContactUri?.AsTarget() ?? Target;

    /// <summary>A new request in the dialog, without Via.</summary>
    public SipRequest NewRequest(string method) => Build(method, ++LocalSequence);

    /// <summary>ACK of the 2xx to an INVITE, without Via (RFC 3261 §13.2.2.4).</summary>
    public SipRequest NewAck(uint inviteSequence) => Build(SipMethods.Ack, inviteSequence);

    private SipRequest Build(string method, uint sequence)
    {
        var isStrict = _routes.Count > 0 && _routes[0].Uri is { IsLooseRouter: false };
        var uri = isStrict ? _routes[0].Uri!.AsTarget() : Target;
        var request = new SipRequest(method, uri.ToWire());
        foreach (var route in isStrict ? _routes.Skip(1) : _routes)
        {
            request.Headers.Add(HeaderNames.Route, route.ToString());
        }

        if (isStrict)
        {
            request.Headers.Add(HeaderNames.Route, $"<{Target.ToWire()}>");
        }

        request.Headers.Add(HeaderNames.MaxForwards, 70.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(HeaderNames.From, _local);
        request.Headers.Add(HeaderNames.To, _remote);
        request.Headers.Add(HeaderNames.CallId, CallId);
        request.Headers.Add(HeaderNames.CSeq, new CSeq(sequence, method).ToString());
        if (method is SipMethods.Invite or SipMethods.Update)
        {
            request.Headers.Add(HeaderNames.Contact, $"<{_contact.ToWire()}>");
        }

        return request;
    }
}
