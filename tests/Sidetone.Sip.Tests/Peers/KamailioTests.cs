using Sidetone.Sip.Addresses;
using Sidetone.Sip.Agents;
using Sidetone.Sip.Authentication;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Registrations;
using Sidetone.Sip.Tests.Support;
using Sidetone.Tests.Peers;

namespace Sidetone.Sip.Tests.Peers;

/// <summary>Registrations at Kamailio, and calls between two of our agents through it.</summary>
public sealed class KamailioTests : IDisposable
{
    private static readonly SipUri _alice = SipUri.Parse("sip:alice@sidetone.test");

    private readonly TestCertificates _certificates = new();

    public static TheoryData<string> Transports { get; } = ["udp", "tcp", "tls"];

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_call_through_the_proxy_reaches_who_is_registered(string transport)
    {
        await using var kamailio = await Kamailio.StartAsync(_certificates);
        await using var callee = await AgentAsync(transport);
        await using var caller = await AgentAsync(transport);
        await using var registration = callee.Register(At(kamailio, transport));
        await registration.WhenActiveAsync(Loopback.Token).WaitAsync(Loopback.Patience, Loopback.Token);

        var dialled = caller.Call(_alice, Dialling(kamailio, transport));
        var taken = await callee.NextCallAsync(Loopback.Token).AsTask().Soon();
        taken.Ring();
        await taken.AcceptAsync(Loopback.Audio(41_000)).Soon();
        var answered = Assert.IsType<CallProgress.Answered>(await dialled.Settled.Soon());
        Assert.Equal(41_000, answered.Audio.Rtp.Port);
        Assert.Contains(dialled.Progress, static step => step is CallProgress.Ringing);

        // BYE both goes along the route set: straight to the other side it would have been refused by nobody.
        await taken.HangUpAsync(Loopback.Token).Soon();
        Assert.Equal(CallSide.Them, Assert.IsType<CallOver.Ended>(await dialled.Over.Soon()).By);
        Assert.Equal(0, caller.Counters.Malformed + callee.Counters.Malformed + caller.Counters.Faults);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_refusal_and_a_withdrawal_go_through_the_proxy(string transport)
    {
        await using var kamailio = await Kamailio.StartAsync(_certificates);
        await using var callee = await AgentAsync(transport);
        await using var caller = await AgentAsync(transport);
        await using var registration = callee.Register(At(kamailio, transport));
        await registration.WhenActiveAsync(Loopback.Token).WaitAsync(Loopback.Patience, Loopback.Token);

        var refused = caller.Call(_alice, Dialling(kamailio, transport));
        (await callee.NextCallAsync(Loopback.Token).AsTask().Soon()).Reject(603);
        Assert.Equal(603, Assert.IsType<CallOver.Rejected>(await refused.Over.Soon()).Status);

        var withdrawn = caller.Call(_alice, Dialling(kamailio, transport));
        var taken = await callee.NextCallAsync(Loopback.Token).AsTask().Soon();
        taken.Ring();
        await Loopback.Until(() => withdrawn.Progress.OfType<CallProgress.Ringing>().Any(), "it rings");
        Assert.IsType<CallOver.Cancelled>(await withdrawn.HangUpAsync(Loopback.Token).Soon());
        Assert.Equal(CallSide.Them, Assert.IsType<CallOver.Cancelled>(await taken.Over.Soon()).By);
    }

    [Fact]
    public async Task A_disposed_registration_is_gone_from_the_registrar()
    {
        await using var kamailio = await Kamailio.StartAsync(_certificates);
        await using var callee = await AgentAsync("udp");
        await using var caller = await AgentAsync("udp");
        var registration = callee.Register(At(kamailio, "udp"));
        await registration.WhenActiveAsync(Loopback.Token).WaitAsync(Loopback.Patience, Loopback.Token);

        await registration.DisposeAsync();

        var call = caller.Call(_alice, Dialling(kamailio, "udp"));
        var rejected = Assert.IsType<CallOver.Rejected>(await call.Over.Soon());
        Assert.Equal((404, "Nobody Registered"), (rejected.Status, rejected.Reason));
        Assert.IsType<RegistrationState.Removed>(registration.State);
    }

    [Fact]
    public async Task A_registration_is_refreshed_before_it_ends()
    {
        await using var kamailio = await Kamailio.StartAsync(_certificates);
        await using var callee = await AgentAsync("udp");
        await using var registration = callee.Register(At(kamailio, "udp") with { Expires = TimeSpan.FromSeconds(2) });
        await registration.WhenActiveAsync(Loopback.Token).WaitAsync(Loopback.Patience, Loopback.Token);
        var first = registration.State;

        await Loopback.Until(
            () => registration.State is RegistrationState.Active next && next.At > first.At,
            "it is registered again"
        );
    }

    [Fact]
    public async Task A_wrong_password_fails_loudly()
    {
        await using var kamailio = await Kamailio.StartAsync(_certificates);
        await using var callee = await AgentAsync("udp");
        await using var registration = callee.Register(
            At(kamailio, "udp") with
            {
                Credentials = new SipCredentials("alice", "wrong"),
            }
        );

        var failure = await Assert.ThrowsAsync<RegistrationException>(() =>
            registration.WhenActiveAsync(Loopback.Token)
        );

        Assert.Equal(401, Assert.IsType<RegistrationState.Failing>(failure.State).Status);
    }

    [Fact]
    public async Task SHA_256_is_answered()
    {
        await using var kamailio = await Kamailio.StartAsync(_certificates, "SHA-256");
        await using var callee = await AgentAsync("udp");
        await using var registration = callee.Register(At(kamailio, "udp"));

        await registration.WhenActiveAsync(Loopback.Token).WaitAsync(Loopback.Patience, Loopback.Token);

        Assert.IsType<RegistrationState.Active>(registration.State);
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_not_taken()
    {
        await using var kamailio = await Kamailio.StartAsync(_certificates);
        using var others = new TestCertificates();
        await using var callee = await Loopback.StartAsync(
            new SipAgentOptions
            {
                Tls = Loopback.Any,
                TlsOptions = new() { TrustedRoots = others.Roots },
            }
        );
        await using var registration = callee.Register(At(kamailio, "tls"));

        var failure = await Assert.ThrowsAsync<RegistrationException>(() =>
            registration.WhenActiveAsync(Loopback.Token)
        );

        Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    private static RegistrationOptions At(Kamailio kamailio, string transport) =>
        new()
        {
            Address = _alice,
            Proxy = kamailio.Proxy(transport),
            Credentials = Kamailio.Credentials,
        };

    private static OutgoingCallOptions Dialling(Kamailio kamailio, string transport) =>
        Loopback.Dialling with
        {
            From = SipUri.Parse("sip:bob@sidetone.test"),
            Proxy = kamailio.Proxy(transport),
            Credentials = Kamailio.Credentials,
        };

    private Task<SipAgent> AgentAsync(string transport) =>
        Loopback.StartAsync(
            transport switch
            {
                "udp" => new SipAgentOptions { Udp = Loopback.Any },
                "tcp" => new SipAgentOptions { Tcp = Loopback.Any },
                _ => new SipAgentOptions
                {
                    Tls = Loopback.Any,
                    TlsOptions = new() { Certificate = _certificates.Certificate, TrustedRoots = _certificates.Roots },
                },
            }
        );
}
