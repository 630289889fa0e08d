using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Transports;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>From where, and how, an end of a call reaches a host.</summary>
internal static class LocalRoute
{
    // Any will do: a datagram socket that is connected sends nothing, it only asks the routing table.
    private const int AnyPort = 5060;

    /// <summary>This machine's address on the way to a host.</summary>
    /// <exception cref="SocketException">The host has no address, or there is no way there.</exception>
    public static async Task<IPAddress> TowardAsync(string host, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellation);
        var address =
            addresses.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork)
            ?? addresses.FirstOrDefault()
            ?? throw new SocketException((int)SocketError.HostNotFound);
        using var probe = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        probe.Connect(new IPEndPoint(address, AnyPort));
        return ((IPEndPoint)probe.LocalEndPoint!).Address;
    }

    /// <summary>An agent that can send by one transport from an address.</summary>
    public static SipAgentOptions Options(IPEndPoint local, string transport, string user, ServerTrust trust) =>
        new()
        {
            TlsOptions = trust.Options,
            Udp = transport == "udp" ? local : null,
            Tcp = transport == "tcp" ? local : null,
            Tls = transport == "tls" ? local : null,
            User = user,
        };

    /// <summary>An agent that takes calls at an address, by UDP and by TCP.</summary>
    public static SipAgentOptions Listening(IPEndPoint local, string user) =>
        new()
        {
            Udp = local,
            Tcp = local,
            User = user,
        };

    /// <summary>The server of an account as the first hop.</summary>
    public static SipUri ServerOf(SipAccount account) =>
        SipUri.Parse($"sip:{account.Server};transport={account.Transport}");

    /// <summary>The address of an account.</summary>
    public static SipUri AddressOf(SipAccount account) => SipUri.Parse($"sip:{account.User}@{account.Domain}");

    /// <summary>The transport of a URI, udp unless it says otherwise.</summary>
    public static string TransportOf(SipUri uri) => uri.IsSecure ? "tls" : uri.Transport ?? "udp";

    /// <summary>Where a URI leads, when it names an address of the network and not a host.</summary>
    public static IPEndPoint? EndPointOf(SipUri uri) =>
        uri.Address is { } address ? new IPEndPoint(address, uri.Port ?? AnyPort) : null;

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
