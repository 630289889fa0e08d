using Sidetone.Sip.Calls;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Tests.Support;

namespace Sidetone.Sip.Tests.Dialogs;

/// <summary>Session timers (RFC 4028).</summary>
public sealed class SessionTimerTests
{
    [Theory]
    [InlineData("INVITE, ACK, BYE, UPDATE", "UPDATE")]
    [InlineData("INVITE, ACK, BYE", "INVITE")]
    public async Task We_refresh_at_half_of_the_interval_with_what_the_other_side_takes(string allow, string method)
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer(answer =>
        {
            answer.Headers.Add("Session-Expires", "1800;refresher=uac");
            answer.Headers.Add("Allow", allow);
        });
        us.Wire.Clear();

        us.Advance(899);
        Assert.Empty(us.Wire.Sent);
        us.Advance(2);
        var refresh = us.Wire.LastRequest(method);
        Assert.Equal("1800;refresher=uac", refresh.Headers["Session-Expires"]);
        Assert.Equal("far", refresh.To!.Tag);
        Accept(us, refresh, "1800;refresher=uac");
        us.Wire.Clear();
        us.Advance(905);

        Assert.Contains(method, us.Wire.SentMethods);
        Assert.False(call.IsOver);
    }

    [Fact]
    public async Task A_call_that_the_other_side_does_not_refresh_is_ended()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer(static answer => answer.Headers.Add("Session-Expires", "90;refresher=uas"));

        us.Advance(59);
        Assert.False(call.IsOver);
        us.Advance(2);

        var over = Assert.IsType<CallOver.Ended>(await call.Over.Soon());
        Assert.Equal((CallSide.Nobody, "the session expired"), (over.By, over.Reason));
        Assert.Contains("BYE", us.Wire.SentMethods);
    }

    [Fact]
    public async Task A_refresh_of_the_other_side_keeps_the_call()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer(static answer => answer.Headers.Add("Session-Expires", "90;refresher=uas"));
        us.Advance(50);
        var update = us.InCall(call, "UPDATE");
        update.Headers.Add("Supported", "timer");
        update.Headers.Add("Session-Expires", "90;refresher=uac");
        us.Wire.Hear(update);
        us.Advance(50);

        Assert.False(call.IsOver);
        Assert.Equal("timer", us.Wire.LastResponse.Headers["Require"]);
        us.Advance(15);
        Assert.IsType<CallOver.Ended>(await call.Over.Soon());
    }

    [Fact]
    public async Task A_refresh_that_nobody_knows_the_call_of_ends_it()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer(static answer =>
        {
            answer.Headers.Add("Session-Expires", "90;refresher=uac");
            answer.Headers.Add("Allow", "UPDATE");
        });
        us.Advance(46);

        us.Wire.Answer(us.Wire.LastRequest("UPDATE"), 481);

        Assert.IsType<CallOver.Ended>(await call.Over.Soon());
    }

    [Fact]
    public async Task A_refused_refresh_ends_the_call_when_the_interval_is_over()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer(static answer =>
        {
            answer.Headers.Add("Session-Expires", "180;refresher=uac");
            answer.Headers.Add("Allow", "UPDATE");
        });
        us.Advance(91);
        us.Wire.Answer(us.Wire.LastRequest("UPDATE"), 500);
        us.Advance(50);
        Assert.False(call.IsOver);
        us.Advance(10);

        Assert.IsType<CallOver.Ended>(await call.Over.Soon());
    }

    [Fact]
    public async Task An_interval_that_is_too_small_is_refused_with_ours()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var invite = FakeTimeAgent.Request("INVITE");
        invite.Headers.Add("Session-Expires", "30");
        invite.Headers.Add("Supported", "timer");
        us.Wire.Hear(invite);

        Assert.Equal(422, us.Wire.LastResponse.Status);
        Assert.Equal("90", us.Wire.LastResponse.Headers["Min-SE"]);
    }

    [Fact]
    public async Task A_422_raises_our_interval_once()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial(FakeTimeAgent.Dialling with { SessionExpires = TimeSpan.FromSeconds(100) });
        Assert.Equal("100", us.Wire.LastRequest("INVITE").Headers["Session-Expires"]);

        us.Wire.Answer(
            us.Wire.LastRequest("INVITE"),
            422,
            change: static answer => answer.Headers.Add("Min-SE", "600")
        );
        Assert.Equal("600", us.Wire.LastRequest("INVITE").Headers["Session-Expires"]);
        Assert.Equal("600", us.Wire.LastRequest("INVITE").Headers["Min-SE"]);
        us.Wire.Answer(
            us.Wire.LastRequest("INVITE"),
            422,
            change: static answer => answer.Headers.Add("Min-SE", "900")
        );

        Assert.Equal(422, Assert.IsType<CallOver.Rejected>(await call.Over.Soon()).Status);
    }

    [Theory]
    [InlineData("timer", "1800", "1800;refresher=uac", "timer")]
    [InlineData("timer", "1800;refresher=uas", "1800;refresher=uas", null)]
    [InlineData("path", "1800", "1800;refresher=uas", null)]
    [InlineData("path", "40", "90;refresher=uas", null)]
    public async Task We_answer_who_refreshes(string supported, string asked, string answered, string? require)
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = await us.ReceiveAsync(invite =>
        {
            invite.Headers.Add("Supported", supported);
            invite.Headers.Add("Session-Expires", asked);
        });
        _ = call.AcceptAsync(FakeTimeAgent.Dialling.Audio);

        Assert.Equal(answered, us.Wire.LastResponse.Headers["Session-Expires"]);
        Assert.Equal(require, us.Wire.LastResponse.Headers["Require"]);
    }

    private static void Accept(FakeTimeAgent us, SipRequest refresh, string interval) =>
        us.Wire.Answer(
            refresh,
            200,
            change: answer =>
            {
                answer.Headers.Add("Session-Expires", interval);
                if (refresh.Method == "INVITE")
                {
                    Wire.WithSdp(answer);
                }
            }
        );
}
