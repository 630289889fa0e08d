using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Sidetone.Sip.Transports;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>
/// Whom one end of a call trusts over TLS. It remembers why it refused somebody: SIP itself says only that the server
/// cannot be reached.
/// </summary>
internal sealed class ServerTrust
{
    private volatile string? _refusal;

    public ServerTrust(X509Certificate2Collection? roots) =>
        Options = new SipTlsOptions { TrustedRoots = roots, Validate = Check };

    public SipTlsOptions Options { get; }

    /// <summary>Why a call or a registration failed: the refused certificate when there is one, else what SIP says.</summary>
    public string ReasonFor(string said) => _refusal ?? said;

    private bool Check(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        var faults = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            faults.Add("it is for another name");
        }

        faults.AddRange((chain?.ChainStatus ?? []).Select(status => $"{status.Status}").Distinct());
        _refusal = shown is null
            ? "The server shows no TLS certificate."
            : $"The server's TLS certificate ({shown.Subject}) is not trusted: {string.Join(", ", faults)}.";
        return false;
    }
}
