using Sidetone.Sip.Calls;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Tests.Support;

namespace Sidetone.Sip.Tests.Dialogs;

/// <summary>Answers to our INVITE: repeated, forked, late, and where requests go after them.</summary>
public sealed class AnswerTests
{
    [Fact]
    public async Task Each_repeated_200_gets_the_same_ACK()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        var answer = us.Wire.Answer(us.Wire.LastRequest("INVITE"), 200, change: Wire.WithSdp);
        us.Wire.Hear(answer);
        us.Advance(20);
        us.Wire.Hear(answer);

        var acks = us.Wire.Sent.OfType<SipRequest>().Where(static request => request.Method == "ACK").ToList();
        Assert.Equal(3, acks.Count);
        Assert.Single(acks.Select(static ack => ack.TopVia!.Branch).Distinct());
        Assert.NotEqual(us.Wire.LastRequest("INVITE").TopVia!.Branch, acks[0].TopVia!.Branch);
        Assert.Equal((1u, "far"), (acks[0].CSeq!.Value.Number, acks[0].To!.Tag));
        Assert.False(call.IsOver);
    }

    [Fact]
    public async Task Of_a_fork_the_first_answer_counts_and_the_others_are_hung_up()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        var invite = us.Wire.LastRequest("INVITE");
        us.Wire.Answer(invite, 200, "one", Wire.WithSdp);
        us.Wire.Answer(invite, 200, "two", Wire.WithSdp);

        var sent = us
            .Wire.Sent.OfType<SipRequest>()
            .Skip(1)
            .Select(static request => (request.Method, request.To!.Tag));
        Assert.Equal([("ACK", "one"), ("ACK", "two"), ("BYE", "two")], sent);
        Assert.IsType<CallProgress.Answered>(await call.Settled.Soon());
        Assert.False(call.IsOver);
    }

    [Fact]
    public async Task CANCEL_waits_for_a_provisional_answer()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        var leaving = call.HangUpAsync(Loopback.Token);
        Assert.Equal(["INVITE"], us.Wire.SentMethods);

        var invite = us.Wire.LastRequest("INVITE");
        us.Wire.Answer(invite, 100);
        var cancel = us.Wire.LastRequest("CANCEL");
        Assert.Equal(invite.TopVia!.ToString(), cancel.TopVia!.ToString());
        Assert.Equal(invite.Headers["To"], cancel.Headers["To"]);
        Assert.False(leaving.IsCompleted);

        us.Wire.Answer(cancel, 200);
        us.Wire.Answer(invite, 487);
        Assert.IsType<CallOver.Cancelled>(await leaving.Soon());
        Assert.Equal("ACK", us.Wire.SentMethods.Last());
    }

    [Fact]
    public async Task A_200_that_crosses_CANCEL_is_acknowledged_and_hung_up()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        var invite = us.Wire.LastRequest("INVITE");
        us.Wire.Answer(invite, 180);
        var leaving = call.HangUpAsync(Loopback.Token);
        us.Wire.Answer(invite, 200, change: Wire.WithSdp);

        Assert.Equal(["INVITE", "CANCEL", "ACK", "BYE"], us.Wire.SentMethods);
        us.Wire.Answer(us.Wire.LastRequest("BYE"), 200);
        Assert.IsType<CallOver.Cancelled>(await leaving.Soon());
        Assert.IsType<CallOver.Cancelled>(await call.Settled.Soon());
    }

    [Fact]
    public async Task An_INVITE_whose_CANCEL_is_never_minded_is_forgotten_after_64_T1()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        us.Wire.Answer(us.Wire.LastRequest("INVITE"), 180);
        var leaving = call.HangUpAsync(Loopback.Token);

        us.Advance(31.9);
        Assert.False(leaving.IsCompleted);
        us.Advance(0.2);

        Assert.IsType<CallOver.Cancelled>(await leaving.Soon());
    }

    [Fact]
    public async Task Requests_in_a_call_follow_the_recorded_route()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer(static answer =>
        {
            answer.Headers.Add("Record-Route", "<sip:192.0.2.30;lr>, <sip:192.0.2.20:5070;lr>");
            answer.Headers.Add("Record-Route", "<sip:192.0.2.2;lr>");
        });
        _ = call.HangUpAsync(Loopback.Token);

        var bye = us.Wire.LastRequest("BYE");
        Assert.Equal("sip:far@192.0.2.2", bye.UriText);
        Assert.Equal(
            ["<sip:192.0.2.2;lr>", "<sip:192.0.2.20:5070;lr>", "<sip:192.0.2.30;lr>"],
            bye.Headers.List("Route")
        );
        Assert.Equal(2u, bye.CSeq!.Value.Number);
    }

    [Fact]
    public async Task A_strict_router_gets_itself_as_the_target()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer(static answer =>
            answer.Headers.Add("Record-Route", "<sip:192.0.2.9>, <sip:192.0.2.2>")
        );
        _ = call.HangUpAsync(Loopback.Token);

        var bye = us.Wire.LastRequest("BYE");
        Assert.Equal("sip:192.0.2.2", bye.UriText);
        Assert.Equal(["<sip:192.0.2.9>", "<sip:far@192.0.2.2>"], bye.Headers.List("Route"));
    }

    [Fact]
    public async Task An_answer_without_audio_of_ours_is_hung_up()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        us.Wire.Answer(
            us.Wire.LastRequest("INVITE"),
            200,
            change: static answer => answer.SetBody("application/sdp", Wire.Sdp(0))
        );

        Assert.Equal(["INVITE", "ACK", "BYE"], us.Wire.SentMethods);
        Assert.IsType<CallOver.Failed>(await call.Settled.Soon());
    }

    [Fact]
    public async Task Redirects_are_followed_up_to_a_bound_and_never_in_circles()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial(FakeTimeAgent.Dialling with { Redirects = 3 });
        for (var number = 1; number <= 3; number++)
        {
            var contact = $"<sip:next{number}@192.0.2.2>;q=0.5, <sip:other@192.0.2.2>";
            us.Wire.Answer(
                us.Wire.LastRequest("INVITE"),
                302,
                change: answer => answer.Headers.Add("Contact", contact)
            );
            Assert.Equal($"sip:next{number}@192.0.2.2", us.Wire.LastRequest("INVITE").UriText);
        }

        us.Wire.Answer(
            us.Wire.LastRequest("INVITE"),
            302,
            change: static answer => answer.Headers.Add("Contact", "<sip:four@192.0.2.2>")
        );
        Assert.Equal(302, Assert.IsType<CallOver.Rejected>(await call.Over.Soon()).Status);

        var circle = us.Dial();
        us.Wire.Answer(
            us.Wire.LastRequest("INVITE"),
            301,
            change: static answer => answer.Headers.Add("Contact", "<sip:far@192.0.2.2>")
        );
        Assert.Equal(301, Assert.IsType<CallOver.Rejected>(await circle.Over.Soon()).Status);
    }

    [Fact]
    public async Task A_repeated_ring_is_told_each_time_but_within_a_bound()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        for (var number = 0; number < 1_000; number++)
        {
            us.Wire.Answer(us.Wire.LastRequest("INVITE"), 180);
        }

        Assert.Equal(256, call.Progress.Count);
        us.Wire.Answer(us.Wire.LastRequest("INVITE"), 486);
        Assert.IsType<CallOver.Rejected>(call.Progress[^1]);
    }
}
