using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Heartbeat.Scores;
using Sidetone.Heartbeat.Tests.Rigs;
using Sidetone.Storage.Tests;
using Sidetone.Tests.Impairments;
using Sidetone.Tests.Peers;

namespace Sidetone.Heartbeat.Tests.Calls;

/// <summary>The process's sockets are counted, so nothing else runs beside these.</summary>
[CollectionDefinition(nameof(RegisteredCallTests), DisableParallelization = true)]
public sealed class CountsSockets;

/// <summary>Jobs whose dialler and receiver both use accounts of a real registrar, which asks for passwords.</summary>
[Collection(nameof(RegisteredCallTests))]
public sealed class RegisteredCallTests : IAsyncLifetime
{
    private const string Virtual = """{"kind":"virtual","account":"agent"}""";

    private readonly TestCertificates _certificates = new();
    private HeartbeatRig _rig = null!;
    private Kamailio _kamailio = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Sockets =>
        Directory
            .EnumerateFiles("/proc/self/fd")
            .Count(static open =>
                new FileInfo(open).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true
            );

    public async ValueTask InitializeAsync()
    {
        _kamailio = await Kamailio.StartAsync(_certificates, keepsToConnections: true);
        _rig = await HeartbeatRig.OpenAsync(new SqliteTestStore());
        await _rig.Rules.PutAsync(
            HeartbeatRig.Group,
            DialRuleSet.Parse("""{"patterns":["sip:*@sidetone.test"]}"""),
            Stop
        );
    }

    public async ValueTask DisposeAsync()
    {
        await (_rig?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_kamailio?.DisposeAsync() ?? ValueTask.CompletedTask);
        _certificates.Dispose();
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_job_between_two_accounts_completes_is_measured_both_ways_and_leaves_no_socket(string transport)
    {
        await AddAsync("carrier", transport);
        await AddAsync("agent", transport);
        var before = Sockets;
        var job = await RunAsync(Virtual, _certificates.Roots);
        Assert.True(
            job.Record is { SignalCompleted: true, SipStatus: 200 },
            $"{job.Status}: {job.Reason}\n{_kamailio.Said}"
        );
        foreach (var direction in new[] { job.Record.ToAgent, job.Record.ToCustomer })
        {
            Assert.True(direction.Heard);
            Assert.NotNull(direction.LossPercent);
            Assert.NotNull(direction.DelayMs);
            Assert.NotNull(direction.DropOutPercent);
        }

        // A busy machine may make the sound bad; that it was heard and judged it does not change.
        Assert.NotNull(job.Scores.Ax.Measured);
        Assert.NotNull(job.Scores.Cx.Measured);
        Assert.NotEqual("", job.DiallerCallId);
        await Until.TrueAsync(() => Sockets <= before);
        await Until.TrueAsync(() => ConnectionsTo(_kamailio.Proxy(transport).Port!.Value) == 0);
    }

    [Fact]
    public async Task A_wrong_password_is_told_with_whose_it_is()
    {
        await AddAsync("carrier", "udp", "wrong");
        await AddAsync("agent", "udp");
        var job = await RunAsync(Virtual);
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal(CallTrouble.AccountRefused, job.Record!.Trouble);
        Assert.Contains("'carrier'", job.Reason, StringComparison.Ordinal);
        Assert.Contains("407", job.Reason, StringComparison.Ordinal);

        await AddAsync("carrier", "udp");
        await AddAsync("agent", "udp", "wrong");
        job = await RunAsync(Virtual);
        Assert.Equal(JobStatus.AgentError, job.Status);
        Assert.Contains("'agent'", job.Reason, StringComparison.Ordinal);
        Assert.Contains("401", job.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_the_reason_at_either_end()
    {
        using var others = new TestCertificates();
        await AddAsync("carrier", "tls");
        await AddAsync("agent", "tls");
        foreach (var roots in new[] { others.Roots, null })
        {
            var agents = await RunAsync(Virtual, roots);
            Assert.Equal(JobStatus.AgentError, agents.Status);
            Assert.Contains("(CN=127.0.0.1) is not trusted", agents.Reason, StringComparison.Ordinal);
            var carriers = await RunAsync("""{"kind":"human"}""", roots);
            Assert.Equal(JobStatus.Failed, carriers.Status);
            Assert.Contains("(CN=127.0.0.1) is not trusted", carriers.Reason, StringComparison.Ordinal);
        }

        await Until.TrueAsync(() => ConnectionsTo(_kamailio.Proxy("tls").Port!.Value) == 0);
    }

    private static int ConnectionsTo(int port) =>
        IPGlobalProperties
            .GetIPGlobalProperties()
            .GetActiveTcpConnections()
            .Count(each => each.RemoteEndPoint.Port == port && each.State == TcpState.Established);

    private Task AddAsync(string name, string transport, string? password = null)
    {
        var proxy = _kamailio.Proxy(transport);
        return _rig.Accounts.PutAsync(
            HeartbeatRig.Group,
            new SipAccount
            {
                Name = name,
                Server = $"{proxy.Host}:{proxy.Port}",
                Transport = transport,
                Domain = "sidetone.test",
                User = name,
                AuthUser = name,
                Password = password ?? Kamailio.Password,
            },
            Stop
        );
    }

    private async Task<HeartbeatJob> RunAsync(string receiver, X509Certificate2Collection? roots = null)
    {
        var added = await _rig.Heartbeats.AddAsync(
            HeartbeatRig.Group,
            DefinitionJson.Parse(
                $$"""
                {"name":"{{Guid.NewGuid()}}","to":"sip:agent@sidetone.test","account":"carrier","receiver":{{receiver}},
                 "signalSeconds":5,"ringTimeoutSeconds":10}
                """
            ),
            Stop
        );
        var node = _rig.NodeWith(new SipCallPlacer(TimeProvider.System, roots));
        var id = await node.Planner.RunAsync(HeartbeatRig.Group, added.Id, Stop);
        await node.RunAsync(Assert.IsType<ClaimedJob>(await node.ClaimAsync()), Stop);
        return (await _rig.Jobs.FindAsync(HeartbeatRig.Group, id, Stop))!;
    }
}
