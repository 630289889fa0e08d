using System.Net.NetworkInformation;
using System.Net.Sockets;
using Sidetone.Sip.Tests.Support;

namespace Sidetone.Sip.Tests.Peers;

/// <summary>Ports for programs that cannot be asked which one they took.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var probe = new UdpClient(Loopback.Any);
        return ((System.Net.IPEndPoint)probe.Client.LocalEndPoint!).Port;
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
