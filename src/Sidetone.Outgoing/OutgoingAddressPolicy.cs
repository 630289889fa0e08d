using System.Net;
using System.Net.Sockets;

namespace Sidetone.Outgoing;

/// <summary>
/// Which addresses a URL that a customer wrote may reach: the public internet, and what the operator allows.
/// </summary>
/// <param name="allowLoopback">Whether this machine itself may be called.</param>
/// <param name="allowed">Private networks that may be called.</param>
public sealed class OutgoingAddressPolicy(bool allowLoopback, IReadOnlyList<IPNetwork> allowed)
{
    // The special-purpose registries of IANA (RFC 6890), but for the ranges that are globally reachable.
    private static readonly IPNetwork[] Forbidden4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private, RFC 1918
        IPNetwork.Parse("100.64.0.0/10"), // carrier-grade NAT, RFC 6598
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the clouds' metadata services
        IPNetwork.Parse("172.16.0.0/12"), // private
        IPNetwork.Parse("192.0.0.0/24"), // protocol assignments
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays
        IPNetwork.Parse("192.168.0.0/16"), // private
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, broadcast
    ];

    // Only global unicast (2000::/3) is public at all; within it:
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Forbidden6 =
    [
        IPNetwork.Parse("2001::/23"), // protocol assignments, Teredo
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4: carries any IPv4 address
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    // Translated by a NAT64 gateway to the IPv4 address in the last four bytes (RFC 6052).
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>True when the address may be called.</summary>
    public bool Allows(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Allows(address.MapToIPv4());
        }

        if (allowed.Any(network => network.Contains(address)))
        {
            return true;
        }

        if (IPAddress.IsLoopback(address))
        {
            return allowLoopback;
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Forbidden4.Any(network => network.Contains(address));
        }

        if (Nat64.Contains(address))
        {
            return Allows(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            && address.ScopeId == 0
            && Global6.Contains(address)
            && !Forbidden6.Any(network => network.Contains(address));
    }
}
