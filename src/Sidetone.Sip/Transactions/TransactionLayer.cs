using System.Globalization;
using System.Net;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Transactions;

/// <summary>
/// Finds the transaction of each message (RFC 3261 §17.1.3, §17.2.3). All members are called under the agent's gate.
/// </summary>
internal sealed class TransactionLayer(
    GatedClock clock,
    SipTimers timers,
    SipCounters counters,
    ISipWire wire,
    int most
)
{
    private readonly Dictionary<(string Branch, string Method), ClientTransaction> _clients = [];
    private readonly Dictionary<TransactionKey, ServerTransaction> _servers = [];

    private bool _isClosed;

    public GatedClock Clock { get; } = clock;

    public SipTimers Timers { get; } = timers;

    public SipCounters Counters { get; } = counters;

    public ISipWire Wire { get; } = wire;

    /// <summary>Whoever takes requests; set before the first message.</summary>
    public IServerUser User { get; set; } = null!;

    public int Count => _clients.Count + _servers.Count;

    /// <summary>Sends a request that has its Via. At the bound, or without a way, the user hears of a failure.</summary>
    public ClientTransaction Send(SipRequest request, SipPeer peer, IClientUser user)
    {
        ClientTransaction transaction =
            request.Method == SipMethods.Invite
                ? new InviteClientTransaction(this, request, peer, user)
                : new RequestClientTransaction(this, request, peer, user);
        if (_isClosed || Count >= most)
        {
            Counters.RefusedOne();
            transaction.Fail(ClientFailure.Transport);
            return transaction;
        }

        _clients[(transaction.Branch, request.Method)] = transaction;
        transaction.Start();
        return transaction;
    }

    public void Receive(SipResponse response)
    {
        if (
            response.TopVia?.Branch is { } branch
            && response.CSeq is { } sequence
            && _clients.TryGetValue((branch, sequence.Method), out var transaction)
        )
        {
            transaction.Receive(response);
        }
        else
        {
            Counters.StraySeen();
        }
    }

    public void Receive(SipRequest request, SipPeer from, SipFault? fault)
    {
        if (_isClosed)
        {
            return;
        }

        if (_servers.TryGetValue(TransactionKey.Of(request), out var known))
        {
            if (request.Method == SipMethods.Ack)
            {
                known.Acknowledge();
            }
            else
            {
                known.ReceiveAgain();
                return;
            }
        }

        if (request.Method == SipMethods.Ack)
        {
            if (fault is null)
            {
                User.Acknowledged(request, from);
            }

            return;
        }

        var answerTo = MarkSource(request, from);
        if (Count >= most)
        {
            Counters.RefusedOne();
            Answer(request, answerTo, 503);
            return;
        }

        if (fault is not null)
        {
            Answer(request, answerTo, fault.Status, fault.Reason);
            return;
        }

        var transaction = new ServerTransaction(this, request, from, answerTo);
        _servers[TransactionKey.Of(request)] = transaction;
        if (request.Method == SipMethods.Cancel)
        {
            Cancel(transaction);
        }
        else
        {
            User.Received(transaction);
        }
    }

    /// <summary>A connection broke: whatever waits for an answer on it has failed.</summary>
    public void Fail(SipPeer peer)
    {
        foreach (var transaction in _clients.Values.ToArray())
        {
            if (transaction.Peer.Protocol == peer.Protocol && transaction.Peer.EndPoint.Equals(peer.EndPoint))
            {
                transaction.Fail(ClientFailure.Transport);
            }
        }
    }

    /// <summary>Whether the request also came another way (RFC 3261 §8.2.2.2).</summary>
    public bool IsMerged(ServerTransaction transaction)
    {
        var request = transaction.Request;
        foreach (var other in _servers.Values)
        {
            if (
                other != transaction
                && other.Request.CallId == request.CallId
                && other.Request.CSeq == request.CSeq
                && other.Request.From?.Tag == request.From?.Tag
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A tag for answers without a dialog: the same for a request that comes again (RFC 3261 §8.2.7).</summary>
    public static string StatelessTag(SipRequest request)
    {
        var hash = HashCode.Combine(request.CallId, request.TopVia?.Branch, request.From?.Tag);
        return unchecked((uint)hash).ToString("x8", CultureInfo.InvariantCulture);
    }

    public void Remove(ClientTransaction transaction)
    {
        var key = (transaction.Branch, transaction.Request.Method);
        if (_clients.TryGetValue(key, out var known) && known == transaction)
        {
            _clients.Remove(key);
        }
    }

    public void Remove(ServerTransaction transaction) => _servers.Remove(TransactionKey.Of(transaction.Request));

    /// <summary>Ends all of them; whoever waits for an answer hears that there is none, and nothing new begins.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (var transaction in _clients.Values.ToArray())
        {
            transaction.Fail(ClientFailure.Transport);
        }

        foreach (var transaction in _servers.Values.ToArray())
        {
            transaction.End();
        }
    }

    private void Cancel(ServerTransaction cancel)
    {
        if (!_servers.TryGetValue(TransactionKey.Of(cancel.Request, SipMethods.Invite), out var invite))
        {
            cancel.Respond(481);
            return;
        }

        cancel.Respond(200);
        if (invite.IsOpen)
        {
            User.Cancelled(invite);
        }
    }

    private void Answer(SipRequest request, SipPeer to, int status, string? reason = null) =>
        Wire.TrySend(SipResponse.Answering(request, status, StatelessTag(request), reason).ToBytes(), to);

    /// <summary>Notes in Via where the request came from, and says where answers go (RFC 3261 §18.2.1, RFC 3581 §4).</summary>
    private static SipPeer MarkSource(SipRequest request, SipPeer source)
    {
        var via = request.TopVia!;
        var hasPort = via.Parameters.Contains("rport");
        if (hasPort || !(IPAddress.TryParse(via.Host, out var said) && said.Equals(source.EndPoint.Address)))
        {
            via.Parameters["received"] = source.EndPoint.Address.ToString();
        }

        if (hasPort)
        {
            via.Parameters["rport"] = source.EndPoint.Port.ToString(CultureInfo.InvariantCulture);
        }

        var first = request.Headers[HeaderNames.Via]!;
        var others = SipHeaders.Split(first).Skip(1);
        request.Headers.ReplaceFirst(HeaderNames.Via, string.Join(", ", others.Prepend(via.ToString())));

        var usual = source.Protocol == SipProtocol.Tls ? 5061 : 5060;
        var port = hasPort && !source.IsReliable ? source.EndPoint.Port : via.Port ?? usual;
        return source with { EndPoint = new IPEndPoint(source.EndPoint.Address, port) };
    }
}
