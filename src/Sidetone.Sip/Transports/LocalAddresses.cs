using System.Net;
using System.Net.Sockets;

namespace Sidetone.Sip.Transports;

/// <summary>Which address of this host another one sees.</summary>
internal static class LocalAddresses
{
    /// <summary>
    /// A bound address as it can be given to a peer: one that is bound to every address says the one that the way to
    /// the peer begins with.
    /// </summary>
    public static IPEndPoint Toward(IPEndPoint bound, IPEndPoint peer)
    {
        if (!bound.Address.Equals(IPAddress.Any) && !bound.Address.Equals(IPAddress.IPv6Any))
        {
            return bound;
        }

        try
        {
            // Connecting a datagram socket sends nothing; it only asks the routing table.
            using var probe = new Socket(peer.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(peer);
            return new IPEndPoint(((IPEndPoint)probe.LocalEndPoint!).Address, bound.Port);
        }
        catch (SocketException)
        {
            return bound;
        }
    }
}
