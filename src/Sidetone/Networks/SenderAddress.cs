using System.Net;
using System.Net.Sockets;

namespace Sidetone.Networks;

/// <summary>Finds the address that a request really came from.</summary>
/// <remarks>
/// <c>X-Forwarded-For</c> is a list to which each proxy adds who it heard from, so only its end can be trusted, and only
/// as far back as the configured proxies reach. Anything further left is what a stranger wrote.
/// </remarks>
internal sealed class SenderAddress(IReadOnlyList<IPNetwork> proxies)
{
    private const string Header = "X-Forwarded-For";

    /// <summary>The address; null when there is none, as on a Unix socket without a proxy.</summary>
    public IPAddress? Of(HttpContext context)
    {
        var address = Normalised(context.Connection.RemoteIpAddress);
        if (proxies.Count == 0 || !context.Request.Headers.TryGetValue(Header, out var header))
        {
            return address;
        }

        var hops = header.ToString().AsSpan();
        while (address is not null && IsProxy(address) && hops.Length > 0)
        {
            var comma = hops.LastIndexOf(',');
            if (!TryParse(hops[(comma + 1)..].Trim(), out var before))
            {
                return address;
            }

            address = before;
            hops = comma < 0 ? [] : hops[..comma];
        }

        return address;
    }

    private bool IsProxy(IPAddress address)
    {
        foreach (var proxy in proxies)
        {
            if (proxy.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    // Some proxies add the port: 192.0.2.1:443, [2001:db8::1]:443.
    private static bool TryParse(ReadOnlySpan<char> text, out IPAddress? address)
    {
        address = null;
        if (IPEndPoint.TryParse(text, out var endpoint))
        {
            address = Normalised(endpoint.Address);
        }

        return address is not null;
    }

    private static IPAddress? Normalised(IPAddress? address) =>
        address switch
        {
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
            // The zone names an interface of this machine (RFC 4007), which says nothing about the sender.
            { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } => new IPAddress(address.GetAddressBytes()),
            _ => address,
        };
}
