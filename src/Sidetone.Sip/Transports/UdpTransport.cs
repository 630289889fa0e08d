using System.Net;
using System.Net.Sockets;

namespace Sidetone.Sip.Transports;

/// <summary>Messages as datagrams (RFC 3261 §18).</summary>
internal sealed class UdpTransport(IPEndPoint bind) : ISipTransport
{
    private const int DatagramMax = 65_535;
    private const int ReceiveBufferBytes = 1 << 20;

    private readonly Socket _socket = new(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stopping = new();
    private Task _hearing = Task.CompletedTask;

    public SipProtocol Protocol => SipProtocol.Udp;

    public IPEndPoint LocalEndPoint { get; private set; } = new(IPAddress.None, 0);

    public int Connections => 0;

    public void Start(ISipReceiver receiver)
    {
        _socket.ReceiveBufferSize = ReceiveBufferBytes;
        _socket.Bind(bind);
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _hearing = HearAsync(receiver);
    }

    public bool TrySend(ReadOnlyMemory<byte> message, SipPeer peer)
    {
        try
        {
            return _socket.SendTo(message.Span, SocketFlags.None, peer.EndPoint) == message.Length;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or ArgumentException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _hearing;
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task HearAsync(ISipReceiver receiver)
    {
        var buffer = new byte[DatagramMax];
        var any = new IPEndPoint(
            bind.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any,
            0
        );
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var datagram = await _socket.ReceiveFromAsync(buffer, any, _stopping.Token);
                var from = new SipPeer(SipProtocol.Udp, (IPEndPoint)datagram.RemoteEndPoint);
                if (!IsKeepAlive(buffer.AsSpan(0, datagram.ReceivedBytes)))
                {
                    receiver.Arrived(buffer.AsMemory(0, datagram.ReceivedBytes), from);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // An ICMP error of an earlier datagram, or one that was too large: the socket goes on.
                receiver.Discarded();
            }
        }
    }

    /// <summary>Empty lines and the four NULs that keep a binding of a NAT open (RFC 5626 §3.5, common practice).</summary>
    private static bool IsKeepAlive(ReadOnlySpan<byte> datagram) => !datagram.ContainsAnyExcept("\r\n\0"u8);
}
