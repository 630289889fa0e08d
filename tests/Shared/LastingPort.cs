using System.Net;
using System.Net.Sockets;

namespace Sidetone.Tests;

/// <summary>A TCP port for a server that is to come back where it was.</summary>
internal static class LastingPort
{
    // Below the range from which the kernel takes ports for outgoing connections: nothing lands there by chance.
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>A port of the loopback on which nobody listens now, and that no other test is given soon.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
