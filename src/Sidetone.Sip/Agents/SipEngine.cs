using System.Net;
using System.Net.Sockets;
using System.Text;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Transactions;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Agents;

/// <summary>
/// Transports and transactions of an agent. One gate guards everything above the transports: messages, timers and the
/// application's calls are taken one at a time, and nothing waits inside.
/// </summary>
internal sealed class SipEngine : ISipReceiver, ISipWire, IAsyncDisposable
{
    private readonly SipAgentOptions _options;
    private readonly List<ISipTransport> _transports;

    public SipEngine(SipAgentOptions options, TimeProvider time, IEnumerable<ISipTransport> transports)
    {
        _options = options;
        _transports = [.. transports];
        Clock = new GatedClock(time, Gate);
        Transactions = new TransactionLayer(Clock, options.Timers, Counters, this, options.Transactions);
        if (_transports.Count == 0)
        {
            throw new ArgumentException("An agent needs at least one of Udp, Tcp and Tls.", nameof(options));
        }
    }

    public Lock Gate { get; } = new();

    public GatedClock Clock { get; }

    public SipCounters Counters { get; } = new();

    public TransactionLayer Transactions { get; }

    public SipAgentOptions Options => _options;

    public DateTimeOffset Now => Clock.Time.GetUtcNow();

    public int Connections => _transports.Sum(static transport => transport.Connections);

    /// <summary>The transports that options ask for.</summary>
    public static IEnumerable<ISipTransport> Transports(SipAgentOptions options, TimeProvider time)
    {
        var streams = options.Streams with { Limits = options.Limits };
        if (options.Udp is { } udp)
        {
            yield return new UdpTransport(udp);
        }

        if (options.Tcp is { } tcp)
        {
            yield return new StreamTransport(tcp, tls: null, streams, time);
        }

        if (options.Tls is { } tls)
        {
            yield return new StreamTransport(tls, options.TlsOptions, streams, time);
        }
    }

    public void Start()
    {
        foreach (var transport in _transports)
        {
            transport.Start(this);
        }
    }

    public IPEndPoint? LocalEndPoint(SipProtocol protocol) => Transport(protocol)?.LocalEndPoint;

    public bool TrySend(ReadOnlyMemory<byte> message, SipPeer peer)
    {
        Trace(isSent: true, message.Span, peer);
        return Transport(peer.Protocol)?.TrySend(message, peer) == true;
    }

    public void Arrived(ReadOnlyMemory<byte> message, SipPeer from)
    {
        try
        {
            var parsed = SipParser.Parse(message.Span, _options.Limits, out var fault);
            if (parsed is null || fault is not null)
            {
                Counters.MalformedSeen();
            }

            lock (Gate)
            {
                Trace(isSent: false, message.Span, from);
                Take(parsed, from, fault);
            }
        }
        catch (Exception bug)
        {
            // The edge of the agent: a message that finds a mistake of ours must not stop the hearing of others.
            Counters.Faulted(bug);
        }
    }

    public void Failed(SipPeer peer)
    {
        lock (Gate)
        {
            Transactions.Fail(peer);
        }
    }

    public void Discarded() => Counters.DiscardedOne();

    /// <summary>Where a URI leads: an address at once, a name by asking for its addresses (A and AAAA; no SRV).</summary>
    /// <exception cref="SipUnreachableException">There is no such transport here, or no such name.</exception>
    public async ValueTask<SipPeer> ResolveAsync(SipUri uri, CancellationToken token)
    {
        var protocol = ProtocolOf(uri);
        var port = uri.Port ?? (protocol == SipProtocol.Tls ? 5061 : 5060);
        var address = uri.Address ?? await LookUpAsync(uri.Host, LocalEndPoint(protocol)!.AddressFamily, token);
        return new SipPeer(protocol, new IPEndPoint(address, port), uri.Host);
    }

    /// <summary>Goes on under the gate as soon as it is known where a URI leads: at once when it holds an address.</summary>
    public void Route(SipUri uri, Action<SipPeer> go, Action<string> fail)
    {
        var asked = ResolveAsync(uri, CancellationToken.None);
        if (asked.IsCompletedSuccessfully)
        {
            go(asked.Result);
        }
        else
        {
            _ = RouteLaterAsync(asked.AsTask(), go, fail);
        }
    }

    /// <summary>Our address as a peer sees it.</summary>
    public IPEndPoint Facing(SipPeer peer) => LocalAddresses.Toward(LocalEndPoint(peer.Protocol)!, peer.EndPoint);

    /// <summary>Our Contact for a peer.</summary>
    public SipUri ContactFor(SipPeer peer) =>
        SipUri.Of(
            _options.User,
            Facing(peer),
            peer.Protocol == SipProtocol.Udp ? null : peer.ProtocolName.ToLowerInvariant()
        );

    /// <summary>Adds the Via of this hop, with a branch of its own.</summary>
    public void AddVia(SipRequest request, SipPeer peer) =>
        request.Headers.AddFirst(
            HeaderNames.Via,
            Via.Of(peer.ProtocolName, Facing(peer), Tokens.NewBranch()).ToString()
        );

    public async ValueTask DisposeAsync()
    {
        lock (Gate)
        {
            Transactions.Close();
            Clock.Close();
        }

        foreach (var transport in _transports)
        {
            await transport.DisposeAsync();
        }
    }

    private async Task RouteLaterAsync(Task<SipPeer> asked, Action<SipPeer> go, Action<string> fail)
    {
        SipPeer? peer = null;
        var fault = "";
        try
        {
            peer = await asked;
        }
        catch (SipUnreachableException nowhere)
        {
            fault = nowhere.Message;
        }

        lock (Gate)
        {
            if (peer is null)
            {
                fail(fault);
            }
            else
            {
                go(peer);
            }
        }
    }

    private void Take(SipMessage? message, SipPeer from, SipFault? fault)
    {
        switch (message)
        {
            case SipResponse response when fault is null:
                Transactions.Receive(response);
                break;
            case SipRequest request when CanBeAnswered(request):
                Transactions.Receive(request, from, fault);
                break;
        }
    }

    /// <summary>Whether a request at fault has what its answer is made of.</summary>
    private static bool CanBeAnswered(SipRequest request) =>
        request.TopVia is not null
        && request.From is not null
        && request.To is not null
        && request.CSeq is not null
        && request.CallId is not null;

    private ISipTransport? Transport(SipProtocol protocol) =>
        _transports.Find(transport => transport.Protocol == protocol);

    private SipProtocol ProtocolOf(SipUri uri)
    {
        SipProtocol? asked = uri.IsSecure
            ? SipProtocol.Tls
            : uri.Transport?.ToLowerInvariant() switch
            {
                null => _transports[0].Protocol,
                "udp" => SipProtocol.Udp,
                "tcp" => SipProtocol.Tcp,
                "tls" => SipProtocol.Tls,
                _ => null,
            };
        return asked is { } protocol && Transport(protocol) is not null
            ? protocol
            : throw new SipUnreachableException($"This agent has no transport for `{uri}`.");
    }

    private static async ValueTask<IPAddress> LookUpAsync(string host, AddressFamily family, CancellationToken token)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(host, family, token);
            if (found.Length > 0)
            {
                return found[0];
            }
        }
        catch (SocketException)
        {
            // Told below, as no address.
        }

        throw new SipUnreachableException($"The name {host} has no address.");
    }

    private void Trace(bool isSent, ReadOnlySpan<byte> message, SipPeer peer)
    {
        if (_options.Trace is not { } trace)
        {
            return;
        }

        var end = message.IndexOfAny((byte)'\r', (byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? message : message[..end]);
        trace(new SipTraced(Now, isSent, peer.Protocol, peer.EndPoint, line));
    }
}
