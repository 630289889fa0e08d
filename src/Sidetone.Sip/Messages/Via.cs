using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Messages;

/// <summary>One hop of a request: <c>SIP/2.0/UDP host:port;branch=…</c> (RFC 3261 §20.42).</summary>
internal sealed class Via
{
    /// <summary>Begins the branch of whoever follows RFC 3261 (§8.1.1.7).</summary>
    public const string Cookie = "z9hG4bK";

    private Via(string transport, string host, int? port, SipParameters parameters)
    {
        Transport = transport;
        Host = host;
        Port = port;
        Parameters = parameters;
    }

    /// <summary>In capitals: <c>UDP</c>, <c>TCP</c>, <c>TLS</c>, or another one.</summary>
    public string Transport { get; }

    public string Host { get; }

    public int? Port { get; }

    public SipParameters Parameters { get; }

    public string? Branch => Parameters["branch"];

    /// <summary>Whether the branch alone names the transaction (RFC 3261 §17.2.3).</summary>
    public bool HasUniqueBranch =>
        Branch is { } branch
        && branch.Length > Cookie.Length
        && branch.StartsWith(Cookie, StringComparison.OrdinalIgnoreCase);

    public string SentBy =>
        SipUri.Written(Host) + (Port is { } port ? ":" + port.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>The Via of a request of ours; asks the other side to answer to the port it sees (RFC 3581).</summary>
    public static Via Of(string transport, IPEndPoint sentBy, string branch)
    {
        var parameters = new SipParameters { ["rport"] = null, ["branch"] = branch };
        return new Via(transport, sentBy.Address.ToString(), sentBy.Port, parameters);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out Via? via)
    {
        via = null;
        var scanner = new SipScanner(text);
        scanner.SkipWhite();
        if (
            !scanner.TakeToken().Equals("SIP", StringComparison.OrdinalIgnoreCase)
            || !scanner.Take('/')
            || !scanner.TakeToken().SequenceEqual("2.0")
            || !scanner.Take('/')
        )
        {
            return false;
        }

        var transport = scanner.TakeToken().ToString().ToUpperInvariant();
        var isApart = scanner.Current is ' ' or '\t';
        scanner.SkipWhite();
        var host = scanner.TakeUntil(";,: \t").ToString();
        if (host.StartsWith('['))
        {
            // The colons of an IPv6 address are not the one before a port.
            host += scanner.TakeUntil("]").ToString() + "]";
            if (!scanner.Take(']'))
            {
                return false;
            }
        }

        if (scanner.Take(':'))
        {
            host += ":" + scanner.TakeUntil(";, \t").ToString();
        }

        if (
            transport.Length == 0
            || !isApart
            || !SipUri.TryHostPort(host, out var name, out var port)
            || !SipParameters.TryRead(ref scanner, out var parameters)
            || !scanner.IsDone()
        )
        {
            return false;
        }

        via = new Via(transport, name, port, parameters);
        return true;
    }

    public override string ToString() => $"SIP/2.0/{Transport} {SentBy}{Parameters}";
}
