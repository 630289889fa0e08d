using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Sidetone.Sip.Media;

/// <summary>
/// The two local sockets of a call's audio: RTP on an even port and RTCP on the next (RFC 3550 §11). Opened before the offer or
/// the answer is written, which names them; <see cref="AudioCallMedia.Start"/> takes them over and closes them.
/// </summary>
public sealed class MediaPort : IDisposable
{
    private const int Tries = 200;
    private const int ReceiveBufferBytes = 1 << 18;

    private MediaPort(Socket rtp, Socket rtcp)
    {
        RtpSocket = rtp;
        RtcpSocket = rtcp;
        Rtp = (IPEndPoint)rtp.LocalEndPoint!;
        Rtcp = (IPEndPoint)rtcp.LocalEndPoint!;
    }

    /// <summary>Where RTP is received.</summary>
    public IPEndPoint Rtp { get; }

    /// <summary>Where RTCP is received.</summary>
    public IPEndPoint Rtcp { get; }

    internal Socket RtpSocket { get; }

    internal Socket RtcpSocket { get; }

    /// <summary>Opens a pair in the usual range of ports.</summary>
    /// <param name="address">the local address; the other side sees packets come from it</param>
    /// <exception cref="IOException">no pair in the range is free</exception>
    /// <exception cref="SocketException">the address is not one of this machine</exception>
    public static MediaPort Open(IPAddress address) => Open(address, MediaPortRange.Usual);

    /// <summary>Opens a pair, beginning at a random place in a range, so that a port is not used again at once.</summary>
    /// <param name="address">the local address; the other side sees packets come from it</param>
    /// <param name="range">the ports that a firewall lets through</param>
    /// <exception cref="IOException">no pair in the range is free</exception>
    /// <exception cref="SocketException">the address is not one of this machine</exception>
    public static MediaPort Open(IPAddress address, MediaPortRange range)
    {
        var pairs = range.Pairs;
        var first = RandomNumberGenerator.GetInt32(pairs);
        for (var i = 0; i < Math.Min(pairs, Tries); i++)
        {
            var port = range.FirstEven + (2 * ((first + i) % pairs));
            if (TryBind(address, port) is not { } rtp)
            {
                continue;
            }

            if (TryBind(address, port + 1) is { } rtcp)
            {
                return new MediaPort(rtp, rtcp);
            }

            rtp.Dispose();
        }

        throw new IOException($"No pair of ports is free on {address} in {range.First}-{range.Last}.");
    }

    /// <summary>Closes both sockets.</summary>
    public void Dispose()
    {
        RtpSocket.Dispose();
        RtcpSocket.Dispose();
    }

    private static Socket? TryBind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.ReceiveBufferSize = ReceiveBufferBytes;
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch (SocketException refusal)
        {
            socket.Dispose();
            if (refusal.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                return null;
            }

            throw;
        }
    }
}
