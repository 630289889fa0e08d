using System.Net;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;
using Sidetone.Tests.Peers;

namespace Sidetone.Sip.Tests.Peers;

/// <summary>Calls to and from sipp.</summary>
public sealed class SippTests
{
    public static TheoryData<string> Transports { get; } = ["udp", "tcp"];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_call_to_sipp_is_answered_and_hung_up(string transport)
    {
        await using var sipp = await Sipp.AnswerAsync(transport, scenario: null);
        await using var agent = await Loopback.StartAsync();

        var call = agent.Call(sipp.Uri(transport), Loopback.Dialling);
        var answered = Assert.IsType<CallProgress.Answered>(await call.Settled.Soon());
        Assert.Contains(call.Progress, static step => step is CallProgress.Ringing { Status: 180 });
        Assert.Equal(IPAddress.Loopback, answered.Audio.Rtp.Address);
        await call.HangUpAsync(Loopback.Token).Soon();

        await sipp.ExpectSuccessAsync();
        Assert.Equal(0, agent.Counters.Malformed + agent.Counters.Faults);
    }

    [Theory]
    [InlineData("udp", 486, false)]
    [InlineData("udp", 603, true)]
    [InlineData("udp", 480, true)]
    [InlineData("tcp", 486, true)]
    [InlineData("tcp", 603, false)]
    public async Task A_refusal_of_sipp_is_told_and_acknowledged(string transport, int status, bool rings)
    {
        await using var sipp = await Sipp.AnswerAsync(transport, Scenarios.Refuse(status, rings));
        await using var agent = await Loopback.StartAsync();

        var call = agent.Call(sipp.Uri(transport), Loopback.Dialling);

        var rejected = Assert.IsType<CallOver.Rejected>(await call.Over.Soon());
        Assert.Equal((status, "Refused by sipp"), (rejected.Status, rejected.Reason));
        Assert.Equal(rings, call.Progress.OfType<CallProgress.Ringing>().Any());
        await sipp.ExpectSuccessAsync();
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Nobody_answers_and_the_call_is_cancelled(string transport)
    {
        await using var sipp = await Sipp.AnswerAsync(transport, Scenarios.RingForever);
        await using var agent = await Loopback.StartAsync();

        var options = Loopback.Dialling with { RingTimeout = TimeSpan.FromSeconds(1) };
        var call = agent.Call(sipp.Uri(transport), options);

        Assert.True(Assert.IsType<CallOver.Cancelled>(await call.Over.Soon()).RangTooLong);
        await sipp.ExpectSuccessAsync();
    }

    [Fact]
    public async Task Silence_on_the_wire_ends_by_timer_B()
    {
        await using var sipp = await Sipp.AnswerAsync("udp", Scenarios.Silence);
        await using var agent = await Loopback.StartAsync(
            Loopback.Options with
            {
                Timers = new() { T1 = TimeSpan.FromMilliseconds(50), B = TimeSpan.FromSeconds(1) },
            }
        );

        var call = agent.Call(sipp.Uri("udp"), Loopback.Dialling);

        Assert.IsType<CallOver.TimedOut>(await call.Over.Soon());
        Assert.InRange(agent.Counters.Retransmissions, 2, 10);
    }

    [Fact]
    public async Task A_redirect_of_sipp_is_followed()
    {
        await using var second = await Sipp.AnswerAsync("udp", scenario: null);
        await using var first = await Sipp.AnswerAsync("udp", Scenarios.Redirect(second.Uri("udp").ToString()));
        await using var agent = await Loopback.StartAsync();

        var call = agent.Call(first.Uri("udp"), Loopback.Dialling);
        Assert.IsType<CallProgress.Answered>(await call.Settled.Soon());
        await call.HangUpAsync(Loopback.Token).Soon();

        await first.ExpectSuccessAsync();
        await second.ExpectSuccessAsync();
    }

    [Theory]
    [InlineData("udp", SipProtocol.Udp)]
    [InlineData("tcp", SipProtocol.Tcp)]
    public async Task A_call_from_sipp_is_taken_and_it_hangs_up(string transport, SipProtocol protocol)
    {
        await using var agent = await Loopback.StartAsync();
        await using var sipp = await Sipp.CallAsync(
            transport,
            agent.LocalEndPoint(protocol)!.Port,
            scenario: null,
            "-d",
            "200"
        );

        var call = await agent.NextCallAsync(Loopback.Token).AsTask().Soon();
        call.Ring();
        Assert.IsType<CallProgress.Answered>(await call.AcceptAsync(Loopback.Audio()).Soon());

        Assert.Equal(CallSide.Them, Assert.IsType<CallOver.Ended>(await call.Over.Soon()).By);
        await sipp.ExpectSuccessAsync();
    }

    [Fact]
    public async Task Nothing_is_left_of_an_agent()
    {
        await using var sipp = await Sipp.AnswerAsync("tcp", scenario: null);
        var agent = await Loopback.StartAsync();
        var port = agent.LocalEndPoint(SipProtocol.Tcp)!.Port;
        var datagrams = agent.LocalEndPoint(SipProtocol.Udp)!.Port;
        var call = agent.Call(sipp.Uri("tcp"), Loopback.Dialling);
        await call.Settled.Soon();
        Assert.True(Ports.IsOpen(port) && Ports.IsOpen(datagrams));

        await agent.DisposeAsync();

        // How sipp ends is not asked: it takes a connection that closes within four seconds of BYE for a failure.
        Assert.IsType<CallOver.Ended>(await call.Over.Soon());
        Assert.False(Ports.IsOpen(port) || Ports.IsOpen(datagrams));
        Assert.Equal(
            (0, 0, 0),
            (agent.Engine.Clock.Running, agent.Engine.Transactions.Count, agent.Engine.Connections)
        );
    }
}
