using Sidetone.Sip.Authentication;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transactions;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Agents;

/// <summary>
/// A request until its final answer: sent again, signed, when it is challenged. Used under the agent's gate only.
/// </summary>
/// <param name="next">makes the request of a round, with a CSeq of its own and without Via</param>
internal sealed class ClientExchange(SipEngine engine, DigestSession digests, SipPeer peer, Func<SipRequest> next)
    : IClientUser
{
    // Two proxies and a registrar, each once more with a fresh nonce.
    private const int RoundsMax = 6;

    private int _rounds;
    private ClientTransaction? _current;
    private bool _wantsCancel;
    private bool _hasProvisional;

    /// <summary>Hears of each answer but challenges that are taken.</summary>
    public required Action<SipRequest, SipResponse> Answered { get; init; }

    public required Action<ClientFailure> Failed { get; init; }

    public SipPeer Peer { get; } = peer;

    public void Start() => Send();

    /// <summary>Withdraws an INVITE, as soon as that is allowed (RFC 3261 §9.1).</summary>
    public void Cancel()
    {
        if (!_wantsCancel)
        {
            _wantsCancel = true;
            SendCancel();
        }
    }

    void IClientUser.Received(ClientTransaction transaction, SipResponse response)
    {
        if (transaction != _current)
        {
            return;
        }

        if (response.IsProvisional)
        {
            var isFirst = !_hasProvisional;
            _hasProvisional = true;
            if (isFirst && _wantsCancel)
            {
                SendCancel();
            }
        }
        else if (
            response.Status is 401 or 407
            && !_wantsCancel
            && _rounds < RoundsMax
            && digests.Take(transaction.Request, response)
        )
        {
            Send();
            return;
        }

        Answered(transaction.Request, response);
    }

    void IClientUser.Failed(ClientTransaction transaction, ClientFailure failure)
    {
        // The first round can fail while it is being started.
        if (_current is null || transaction == _current)
        {
            Failed(failure);
        }
    }

    private void Send()
    {
        _rounds++;
        _hasProvisional = false;
        var request = next();
        digests.Sign(request);
        engine.AddVia(request, Peer);
        _current = null;
        var sent = engine.Transactions.Send(request, Peer, this);
        _current ??= sent;
    }

    private void SendCancel()
    {
        if (!_hasProvisional || _current is not { IsEnded: false } invite)
        {
            return;
        }

        var request = invite.Request;
        var cancel = new SipRequest(SipMethods.Cancel, request.UriText);
        cancel.Headers.Add(HeaderNames.Via, request.TopVia!.ToString());
        cancel.Headers.Add(HeaderNames.MaxForwards, "70");
        foreach (var name in new[] { HeaderNames.Route, HeaderNames.From, HeaderNames.To, HeaderNames.CallId })
        {
            foreach (var value in request.Headers.All(name))
            {
                cancel.Headers.Add(name, value);
            }
        }

        cancel.Headers.Add(HeaderNames.CSeq, new CSeq(request.CSeq!.Value.Number, SipMethods.Cancel).ToString());
        engine.Transactions.Send(cancel, Peer, Unheard.User);
    }

    /// <summary>Nobody waits for the answer to CANCEL: what counts is the answer to INVITE.</summary>
    private sealed class Unheard : IClientUser
    {
        public static readonly Unheard User = new();

        public void Received(ClientTransaction transaction, SipResponse response) { }

        public void Failed(ClientTransaction transaction, ClientFailure failure) { }
    }
}
