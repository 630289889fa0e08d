using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Sidetone.Tests.Peers;

/// <summary>Ports for programs that cannot be asked which one they took.</summary>
internal static class Ports
{
    /// <summary>One that is free for datagrams and for connections.</summary>
    public static int Free()
    {
        while (true)
        {
            using var datagrams = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)datagrams.Client.LocalEndPoint!).Port;
            using var connections = new TcpListener(IPAddress.Loopback, port);
            try
            {
                connections.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken by a connection of another test; the next one will do.
            }
        }
    }

    public static bool IsOpen(int port)
    {
        var table = IPGlobalProperties.GetIPGlobalProperties();
        return table.GetActiveUdpListeners().Concat(table.GetActiveTcpListeners()).Any(entry => entry.Port == port)
            || table
                .GetActiveTcpConnections()
                .Any(entry => entry.LocalEndPoint.Port == port && entry.State == TcpState.Established);
    }
}
