using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Transports;

/// <summary>What TCP and TLS do beyond datagrams.</summary>
public abstract class StreamSuite : TransportSuite
{
    private protected abstract ISipTransport Make(IPEndPoint bind, SipStreamOptions options, TimeProvider time);

    private protected override ISipTransport Make(IPEndPoint bind) =>
        Make(bind, new SipStreamOptions(), TimeProvider.System);

    [Fact]
    public async Task A_closed_port_is_told()
    {
        await using var one = Make(Loopback.Any);
        var here = new Receiver();
        one.Start(here);
        var nobody = new SipPeer(one.Protocol, new IPEndPoint(IPAddress.Loopback, 1));

        Assert.True(one.TrySend(Message("x", 1), nobody));

        await Loopback.Until(() => !here.Failures.IsEmpty, "the failure is told");
        Assert.Equal(nobody.EndPoint, here.Failures.First().EndPoint);
        Assert.Equal(0, one.Connections);
    }

    [Fact]
    public async Task Connections_are_bounded_both_ways()
    {
        await using var one = Make(Loopback.Any, new SipStreamOptions { Connections = 2 }, TimeProvider.System);
        var here = new Receiver();
        one.Start(here);
        using var silent = new TcpListener(Loopback.Any);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        using var first = new TcpClient();
        await first.ConnectAsync(one.LocalEndPoint, Loopback.Token);
        await Loopback.Until(() => one.Connections == 1, "the first is in");
        Assert.True(one.TrySend(Message("x", 1), new SipPeer(one.Protocol, new IPEndPoint(IPAddress.Loopback, port))));

        using var third = new TcpClient();
        await third.ConnectAsync(one.LocalEndPoint, Loopback.Token);
        await Loopback.Until(() => here.Discards == 1, "the third is turned away");

        Assert.Equal(2, one.Connections);
        Assert.False(
            one.TrySend(Message("x", 1), new SipPeer(one.Protocol, new IPEndPoint(IPAddress.Parse("127.0.0.2"), port)))
        );
    }

    [Fact]
    public async Task An_idle_connection_is_closed_and_so_is_one_that_never_says_a_word()
    {
        var time = new FakeTimeProvider();
        await using var one = Make(Loopback.Any, new SipStreamOptions(), time);
        one.Start(new Receiver());
        using var client = new TcpClient();
        await client.ConnectAsync(one.LocalEndPoint, Loopback.Token);
        await Loopback.Until(() => one.Connections == 1, "it is in");

        time.Advance(TimeSpan.FromMinutes(11));

        await Loopback.Until(() => one.Connections == 0, "it is closed");
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_does_not_fill_our_memory()
    {
        await using var one = Make(Loopback.Any, new SipStreamOptions { WaitingMessages = 4 }, TimeProvider.System);
        one.Start(new Receiver());
        using var silent = new TcpListener(Loopback.Any);
        silent.Start();
        var peer = new SipPeer(one.Protocol, (IPEndPoint)silent.LocalEndpoint);

        var taken = 0;
        while (taken < 10_000 && one.TrySend(Message("x", 60_000), peer))
        {
            taken++;
        }

        Assert.InRange(taken, 1, 9_999);
    }
}
