using System.Net;
using System.Net.Sockets;

namespace Sidetone.Outgoing;

/// <summary>HTTP connections that only reach allowed addresses.</summary>
/// <remarks>
/// The address is checked where the connection is made, after the name was resolved, and that very address is connected
/// to: a name that resolves to another address the second time gains nothing. Redirects are not followed and no proxy
/// is used, since either would connect somewhere else.
/// </remarks>
public static class GuardedConnections
{
    /// <summary>A handler whose every connection is checked.</summary>
    public static SocketsHttpHandler CreateHandler(OutgoingAddressPolicy policy) =>
        new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, cancellation) => ConnectAsync(policy, context.DnsEndPoint, cancellation),
        };

    private static async ValueTask<Stream> ConnectAsync(
        OutgoingAddressPolicy policy,
        DnsEndPoint target,
        CancellationToken cancellation
    )
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellation);
        var reachable = addresses.Where(policy.Allows).ToArray();
        if (reachable.Length == 0)
        {
            throw new AddressForbiddenException($"{target.Host} is at no address that may be called from here.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A URL leads to an address that must not be called.</summary>
public sealed class AddressForbiddenException(string message) : Exception(message);
