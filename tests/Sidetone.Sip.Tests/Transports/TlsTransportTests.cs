using System.Net;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;
using Sidetone.Tests.Peers;

namespace Sidetone.Sip.Tests.Transports;

public sealed class TlsTransportTests : StreamSuite, IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    private protected override ISipTransport Make(IPEndPoint bind, SipStreamOptions options, TimeProvider time) =>
        Make(
            bind,
            options,
            time,
            new SipTlsOptions { TrustedRoots = _certificates.Roots, Certificate = _certificates.Certificate }
        );

    [Fact]
    public async Task A_certificate_for_another_name_is_not_taken()
    {
        await using var one = Make(Loopback.Any);
        await using var two = Make(Loopback.Any);
        var (here, there) = (new Receiver(), new Receiver());
        one.Start(here);
        two.Start(there);

        one.TrySend(Message("secret", 1), To(two) with { TlsName = "other.example.com" });

        await Loopback.Until(() => !here.Failures.IsEmpty, "the failure is told");
        Assert.Empty(there.Messages);
    }

    [Fact]
    public async Task The_application_may_decide_about_a_certificate()
    {
        var asked = 0;
        var trusting = new SipTlsOptions
        {
            Validate = (_, certificate, _, _) =>
            {
                asked++;
                return certificate!.GetCertHashString() == _certificates.Certificate.GetCertHashString();
            },
        };
        await using var one = Make(Loopback.Any, new SipStreamOptions(), TimeProvider.System, trusting);
        await using var two = Make(Loopback.Any);
        var there = new Receiver();
        one.Start(new Receiver());
        two.Start(there);

        one.TrySend(Message("pinned", 1), To(two));

        Assert.Contains("pinned", (await there.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_turned_away_where_one_is_asked_for()
    {
        var asking = new SipTlsOptions
        {
            TrustedRoots = _certificates.Roots,
            Certificate = _certificates.Certificate,
            AsksForCertificate = true,
        };
        await using var server = Make(Loopback.Any, new SipStreamOptions(), TimeProvider.System, asking);
        var there = new Receiver();
        server.Start(there);
        await using var nobody = Make(
            Loopback.Any,
            new SipStreamOptions(),
            TimeProvider.System,
            new SipTlsOptions { TrustedRoots = _certificates.Roots }
        );
        var here = new Receiver();
        nobody.Start(here);
        await using var known = Make(Loopback.Any);
        known.Start(new Receiver());

        nobody.TrySend(Message("nobody", 1), To(server));
        await Loopback.Until(() => !here.Failures.IsEmpty, "the failure is told");
        known.TrySend(Message("known", 1), To(server));

        Assert.Contains("known", (await there.NextAsync()).Text, StringComparison.Ordinal);
        Assert.Empty(there.Messages);
    }

    private static StreamTransport Make(
        IPEndPoint bind,
        SipStreamOptions options,
        TimeProvider time,
        SipTlsOptions tls
    ) => new(bind, tls, options, time);
}
