using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sidetone.Sip.Addresses;

/// <summary>A <c>sip:</c> or <c>sips:</c> URI (RFC 3261 §19.1).</summary>
public sealed class SipUri
{
    private const string HostMarks = "-._";
    private const string UserMarks = "-_.!~*'()%&=+$,;?/:";

    private SipUri(bool isSecure, string? user, string host, int? port, SipParameters parameters, string? headers)
    {
        IsSecure = isSecure;
        User = user;
        Host = host;
        Port = port;
        Parameters = parameters;
        Headers = headers;
    }

    /// <summary>Whether the scheme is <c>sips</c>: TLS on every hop.</summary>
    public bool IsSecure { get; }

    /// <summary>The part before <c>@</c> as it is written, escapes included; null when there is none.</summary>
    public string? User { get; }

    /// <summary>Name or address, an IPv6 address without its brackets.</summary>
    public string Host { get; }

    /// <summary>1…65535, or null when the transport's usual one is meant.</summary>
    public int? Port { get; }

    /// <summary>The host as an address; null when it is a name.</summary>
    public IPAddress? Address => IPAddress.TryParse(Host, out var address) ? address : null;

    /// <summary>The transport the URI asks for: <c>udp</c>, <c>tcp</c>, <c>tls</c>, or null.</summary>
    public string? Transport => Parameters["transport"];

    internal SipParameters Parameters { get; }

    internal string? Headers { get; }

    internal bool IsLooseRouter => Parameters.Contains("lr");

    /// <summary>Reads a URI.</summary>
    /// <exception cref="FormatException">It is not a SIP URI.</exception>
    public static SipUri Parse(string text) =>
        TryParse(text, out var uri) ? uri : throw new FormatException($"`{text}` is not a SIP URI.");

    /// <summary>Reads a URI, if it is one.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        if (text is null || !TryScheme(text, out var isSecure, out var rest))
        {
            return false;
        }

        string? user = null;
        var at = rest.IndexOf('@');
        if (at >= 0)
        {
            if (!IsMadeOf(rest[..at], UserMarks))
            {
                return false;
            }

            user = rest[..at].ToString();
            rest = rest[(at + 1)..];
        }

        string? headers = null;
        var question = rest.IndexOf('?');
        if (question >= 0)
        {
            headers = rest[(question + 1)..].ToString();
            rest = rest[..question];
        }

        var parameters = new SipParameters();
        var semicolon = rest.IndexOf(';');
        if (semicolon >= 0)
        {
            if (!SipParameters.TryReadUri(rest[(semicolon + 1)..], out parameters))
            {
                return false;
            }

            rest = rest[..semicolon];
        }

        if (headers?.AsSpan().ContainsAny(" \t<>\"") == true || !TryHostPort(rest, out var host, out var port))
        {
            return false;
        }

        uri = new SipUri(isSecure, user, host, port, parameters, headers);
        return true;
    }

    /// <summary>A URI for an address of ours.</summary>
    internal static SipUri Of(string? user, IPEndPoint endPoint, string? transport)
    {
        var parameters = new SipParameters();
        if (transport is not null)
        {
            parameters["transport"] = transport;
        }

        return new SipUri(isSecure: false, user, endPoint.Address.ToString(), endPoint.Port, parameters, headers: null);
    }

    /// <summary>The URI without what must not stand in a Request-URI: <c>method</c> and headers (RFC 3261 §19.1.1).</summary>
    internal SipUri AsTarget()
    {
        var parameters = Parameters.Copy();
        parameters.Remove("method");
        return new SipUri(IsSecure, User, Host, Port, parameters, headers: null);
    }

    /// <summary>The URI of the domain alone, as a registrar is addressed (RFC 3261 §10.2).</summary>
    internal SipUri WithoutUser() => new(IsSecure, user: null, Host, Port, Parameters, headers: null);

    /// <summary>The URI as a person or the world is known by: without port of a socket and without parameters.</summary>
    internal SipUri AsIdentity() => new(IsSecure, User, Host, Port, new SipParameters(), headers: null);

    /// <summary>Reads <c>host[:port]</c>.</summary>
    internal static bool TryHostPort(ReadOnlySpan<char> text, out string host, out int? port)
    {
        host = "";
        port = null;
        ReadOnlySpan<char> after;
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']');
            if (end < 0 || !IPAddress.TryParse(text[1..end], out var address))
            {
                return false;
            }

            if (address.AddressFamily != AddressFamily.InterNetworkV6)
            {
                return false;
            }

            host = text[1..end].ToString();
            after = text[(end + 1)..];
        }
        else
        {
            var colon = text.IndexOf(':');
            var name = colon < 0 ? text : text[..colon];
            if (name.IsEmpty || !IsMadeOf(name, HostMarks))
            {
                return false;
            }

            host = name.ToString();
            after = colon < 0 ? default : text[colon..];
        }

        if (after.IsEmpty)
        {
            return true;
        }

        if (
            after[0] != ':'
            || !ushort.TryParse(after[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number == 0
        )
        {
            return false;
        }

        port = number;
        return true;
    }

    /// <summary>A host as it is written before a port.</summary>
    internal static string Written(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    /// <summary>The URI as it stands in a message, without a password that it may hold.</summary>
    public override string ToString() => Write(User?.Split(':')[0]);

    /// <summary>The URI as it is sent.</summary>
    internal string ToWire() => Write(User);

    private string Write(string? user) =>
        string.Concat(
            IsSecure ? "sips:" : "sip:",
            user is null ? "" : user + "@",
            Written(Host),
            Port is { } port ? ":" + port.ToString(CultureInfo.InvariantCulture) : ""
        )
        + Parameters
        + (Headers is null ? "" : "?" + Headers);

    private static bool TryScheme(string text, out bool isSecure, out ReadOnlySpan<char> rest)
    {
        isSecure = text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        var isSip = isSecure || text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase);
        rest = isSip ? text.AsSpan(isSecure ? 5 : 4) : default;
        return isSip;
    }

    private static bool IsMadeOf(ReadOnlySpan<char> text, ReadOnlySpan<char> marks)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !marks.Contains(c))
            {
                return false;
            }
        }

        return true;
    }
}
