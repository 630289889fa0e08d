using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Sidetone.Sip.Transports;

/// <summary>
/// Messages over TCP, or over TLS when options for it are given. A connection to an address is used again whoever
/// opened it (RFC 3261 §18.1.1), and answers go back on the one their request came on (§18.2.2).
/// </summary>
internal sealed class StreamTransport(IPEndPoint bind, SipTlsOptions? tls, SipStreamOptions options, TimeProvider time)
    : ISipTransport
{
    private const int Backlog = 64;

    private readonly Socket _listener = new(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();

    // Guarded by _gate: the connections by number, and what serves each.
    private readonly Dictionary<long, (SipConnection Connection, Task Serving)> _connections = [];
    private long _lastNumber;
    private bool _isClosed;

    private ISipReceiver _receiver = null!;
    private Task _accepting = Task.CompletedTask;

    public SipProtocol Protocol => tls is null ? SipProtocol.Tcp : SipProtocol.Tls;

    public IPEndPoint LocalEndPoint { get; private set; } = new(IPAddress.None, 0);

    public int Connections
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    public void Start(ISipReceiver receiver)
    {
        _receiver = receiver;
        _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Bind(bind);
        LocalEndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        if (tls is null || tls.Certificate is not null)
        {
            _listener.Listen(Backlog);
            _accepting = AcceptAsync();
        }
    }

    public bool TrySend(ReadOnlyMemory<byte> message, SipPeer peer)
    {
        lock (_gate)
        {
            return !_isClosed && (Find(peer) ?? Open(peer))?.TrySend(message) == true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] serving;
        lock (_gate)
        {
            _isClosed = true;
            serving = [.. _connections.Values.Select(static entry => entry.Serving)];
            foreach (var (connection, _) in _connections.Values)
            {
                connection.Close();
            }
        }

        await _stopping.CancelAsync();
        await _accepting;
        await Task.WhenAll(serving);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private SipConnection? Find(SipPeer peer)
    {
        if (_connections.TryGetValue(peer.Connection, out var known))
        {
            return known.Connection;
        }

        foreach (var (connection, _) in _connections.Values)
        {
            if (connection.Peer.EndPoint.Equals(peer.EndPoint))
            {
                return connection;
            }
        }

        return null;
    }

    private SipConnection? Open(SipPeer peer) =>
        Serve(peer with { Connection = 0 }, token => ConnectAsync(peer, token));

    private SipConnection? Serve(SipPeer peer, Func<CancellationToken, Task<Stream>> open)
    {
        if (_isClosed || _connections.Count >= options.Connections)
        {
            return null;
        }

        var number = ++_lastNumber;
        var connection = new SipConnection(peer with { Connection = number }, options, _receiver, time);
        _connections[number] = (connection, Task.Run(() => ServeAsync(number, connection, open)));
        return connection;
    }

    private async Task ServeAsync(long number, SipConnection connection, Func<CancellationToken, Task<Stream>> open)
    {
        var isInOrder = await connection.RunAsync(open);
        lock (_gate)
        {
            _connections.Remove(number);
        }

        connection.Dispose();
        if (!isInOrder && !_stopping.IsCancellationRequested)
        {
            _receiver.Failed(connection.Peer);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // Whoever came has gone again, or no more sockets can be opened: both may be better with the next.
                _receiver.Discarded();
                continue;
            }

            var peer = new SipPeer(Protocol, (IPEndPoint)socket.RemoteEndPoint!);
            SipConnection? served;
            lock (_gate)
            {
                served = Serve(peer, token => AcceptedAsync(socket, token));
            }

            if (served is null)
            {
                socket.Dispose();
                _receiver.Discarded();
            }
        }
    }

    private async Task<Stream> AcceptedAsync(Socket socket, CancellationToken token)
    {
        var stream = Wrap(socket);
        if (tls is null)
        {
            return stream;
        }

        var secure = new SslStream(stream);
        try
        {
            await secure.AuthenticateAsServerAsync(tls.ForServer(), token);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> ConnectAsync(SipPeer peer, CancellationToken token)
    {
        var socket = new Socket(peer.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        Stream? stream = null;
        try
        {
            // From the address we are bound to, at a port of the system's choice.
            if (peer.EndPoint.AddressFamily == bind.AddressFamily)
            {
                socket.Bind(new IPEndPoint(bind.Address, 0));
            }

            await socket.ConnectAsync(peer.EndPoint, token);
            stream = Wrap(socket);
            if (tls is null)
            {
                return stream;
            }

            var secure = new SslStream(stream);
            stream = secure;
            await secure.AuthenticateAsClientAsync(
                tls.ForClient(peer.TlsName ?? peer.EndPoint.Address.ToString()),
                token
            );
            return secure;
        }
        catch
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            throw;
        }
    }

    private static NetworkStream Wrap(Socket socket)
    {
        socket.NoDelay = true;
        return new NetworkStream(socket, ownsSocket: true);
    }
}
