using Sidetone.Sip.Calls;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Transactions;

/// <summary>Timers of INVITE (RFC 3261 §17.1.1, §17.2.1, §13.3.1.4).</summary>
public sealed class InviteTimerTests
{
    [Fact]
    public async Task An_unheard_INVITE_is_sent_seven_times_and_given_up_after_32_seconds()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();

        // Timer A: 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s; timer B: 32 s.
        us.Advance(31.9);
        Assert.Equal(7, us.Wire.SentMethods.Count());
        Assert.False(call.IsOver);
        us.Advance(0.2);

        Assert.IsType<CallOver.TimedOut>(await call.Over);
        Assert.Equal(7, us.Wire.SentMethods.Count());
    }

    [Fact]
    public async Task Over_TCP_an_INVITE_is_sent_once()
    {
        await using var us = await FakeTimeAgent.StartAsync(SipProtocol.Tcp);
        var call = us.Dial();

        us.Advance(33);

        Assert.IsType<CallOver.TimedOut>(await call.Over);
        Assert.Single(us.Wire.Sent);
    }

    [Fact]
    public async Task A_provisional_answer_stops_timer_B()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        us.Wire.Answer(us.Wire.LastRequest("INVITE"), 180);

        us.Advance(120);

        Assert.False(call.IsOver);
        Assert.Single(us.Wire.Sent);
    }

    [Fact]
    public async Task Each_repeated_refusal_is_acknowledged_for_as_long_as_timer_D()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        var invite = us.Wire.LastRequest("INVITE");
        var refusal = us.Wire.Answer(invite, 486);
        us.Wire.Hear(refusal);
        us.Advance(31);
        us.Wire.Hear(refusal);

        Assert.IsType<CallOver.Rejected>(await call.Over);
        Assert.Equal(3, us.Wire.SentMethods.Count(static method => method == "ACK"));
        var ack = us.Wire.LastRequest("ACK");
        Assert.Equal(invite.TopVia!.Branch, ack.TopVia!.Branch);
        Assert.Equal("far", ack.To!.Tag);

        us.Advance(2);
        us.Wire.Hear(refusal);
        Assert.Equal(3, us.Wire.SentMethods.Count(static method => method == "ACK"));
        Assert.Equal(1, us.Agent.Counters.Stray);
    }

    [Fact]
    public async Task Our_refusal_is_sent_again_until_ACK_comes()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = await us.ReceiveAsync();
        call.Reject(486);
        us.Advance(1.6);
        Assert.Equal([100, 486, 486, 486], us.Wire.SentStatuses);

        var refusal = us.Wire.LastResponse;
        var ack = new SipRequest("ACK", "sip:us@192.0.2.1");
        foreach (var name in new[] { "Via", "From", "To", "Call-ID" })
        {
            ack.Headers.Add(name, refusal.Headers[name]!);
        }

        ack.Headers.Add("CSeq", "1 ACK");
        us.Wire.Hear(ack);
        us.Advance(40);

        Assert.Equal([100, 486, 486, 486], us.Wire.SentStatuses);
        Assert.Equal(0, us.Agent.Engine.Transactions.Count);
    }

    [Fact]
    public async Task A_refusal_that_is_never_acknowledged_ends_after_timer_H()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = await us.ReceiveAsync();
        call.Reject(486);

        us.Advance(33);

        // Timer G: 0, 0.5, 1.5, 3.5, 7.5 and then every 4 s.
        Assert.Equal(11, us.Wire.SentStatuses.Count(static status => status == 486));
        Assert.Equal(0, us.Agent.Engine.Transactions.Count);
    }

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    public async Task Our_answer_is_sent_again_until_ACK_comes_and_else_the_call_ends(SipProtocol protocol)
    {
        await using var us = await FakeTimeAgent.StartAsync(protocol);
        var call = await us.ReceiveAsync();
        _ = call.AcceptAsync(FakeTimeAgent.Dialling.Audio);

        us.Advance(33);

        Assert.Equal(11, us.Wire.SentStatuses.Count(static status => status == 200));
        Assert.Equal(CallSide.Nobody, Assert.IsType<CallOver.Ended>(await call.Over).By);
        Assert.Contains("BYE", us.Wire.SentMethods);
    }

    [Fact]
    public async Task ACK_stops_the_answer()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = await us.ReceiveAsync();
        _ = call.AcceptAsync(FakeTimeAgent.Dialling.Audio);

        us.Wire.Hear(FakeTimeAgent.Request("ACK", call.LocalTag));
        us.Advance(60);

        Assert.Equal([100, 200], us.Wire.SentStatuses);
        Assert.False(call.IsOver);
    }

    [Fact]
    public async Task A_repeated_INVITE_gets_the_last_answer_again()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        SipRequest? invite = null;
        var call = await us.ReceiveAsync(request => invite = request);
        us.Wire.Hear(invite!);
        call.Ring();
        us.Wire.Hear(invite!);

        Assert.Equal([100, 100, 180, 180], us.Wire.SentStatuses);
        Assert.Equal(1, us.Agent.Calls);
    }

    [Fact]
    public async Task A_broken_connection_ends_what_waits_for_it()
    {
        await using var us = await FakeTimeAgent.StartAsync(SipProtocol.Tcp);
        var call = us.Dial();

        us.Wire.Break();

        Assert.IsType<CallOver.Failed>(await call.Over);
    }
}
