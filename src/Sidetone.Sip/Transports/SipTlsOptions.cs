using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sidetone.Sip.Transports;

/// <summary>Whom TLS trusts, and what we show.</summary>
public sealed record SipTlsOptions
{
    /// <summary>Ours, with its private key. Without it no connection is accepted; with it it is shown to whoever asks.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Authorities that are trusted instead of the system's; their certificates are not checked for revocation.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Decides about the other side's certificate in place of the usual check of chain and name.</summary>
    public RemoteCertificateValidationCallback? Validate { get; init; }

    /// <summary>Whether whoever connects to us has to show a certificate that is trusted.</summary>
    public bool AsksForCertificate { get; init; }

    internal SslClientAuthenticationOptions ForClient(string name) =>
        new()
        {
            TargetHost = name,
            ClientCertificates = Certificate is null ? null : [Certificate],
            CertificateChainPolicy = ChainPolicy(),
            RemoteCertificateValidationCallback = Validate,
        };

    internal SslServerAuthenticationOptions ForServer() =>
        new()
        {
            ServerCertificate = Certificate,
            ClientCertificateRequired = AsksForCertificate,
            CertificateChainPolicy = ChainPolicy(),
            RemoteCertificateValidationCallback = AsksForCertificate ? Validate : null,
        };

    private X509ChainPolicy? ChainPolicy()
    {
        if (TrustedRoots is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(TrustedRoots);
        return policy;
    }
}
