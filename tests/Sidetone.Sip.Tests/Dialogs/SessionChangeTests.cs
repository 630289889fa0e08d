using Sidetone.Sip.Calls;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Tests.Support;

namespace Sidetone.Sip.Tests.Dialogs;

/// <summary>What the other side changes in a call: hold, targets, offers in any order.</summary>
public sealed class SessionChangeTests
{
    [Theory]
    [InlineData("INVITE")]
    [InlineData("UPDATE")]
    public async Task Hold_and_its_end_are_told(string method)
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer();

        us.Wire.Hear(WithAudio(us.InCall(call, method), "a=sendonly\r\n"));
        Assert.Equal(200, us.Wire.LastResponse.Status);
        Assert.Contains(
            "a=recvonly",
            System.Text.Encoding.Latin1.GetString(us.Wire.LastResponse.Body),
            StringComparison.Ordinal
        );
        Assert.Equal((false, true), (call.Audio!.Sends, call.Audio.Receives));
        Acknowledge(us, call, method, 1);

        us.Wire.Hear(WithAudio(us.InCall(call, method, 2)));
        Acknowledge(us, call, method, 2);
        Assert.Equal((true, true), (call.Audio!.Sends, call.Audio.Receives));
        Assert.Equal(2, call.Progress.OfType<CallProgress.MediaChanged>().Count());
        us.Advance(40);
        Assert.False(call.IsOver);
    }

    [Fact]
    public async Task A_change_that_we_cannot_take_leaves_the_call_as_it_was()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer();
        var before = call.Audio;

        var invite = us.InCall(call, "INVITE");
        invite.SetBody(
            "application/sdp",
            "v=0\r\no=- 1 2 IN IP4 192.0.2.2\r\ns=-\r\nc=IN IP4 192.0.2.2\r\nt=0 0\r\nm=audio 5 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2\r\n"u8.ToArray()
        );
        us.Wire.Hear(invite);

        Assert.Equal(488, us.Wire.LastResponse.Status);
        Assert.Equal(before, call.Audio);
        Assert.False(call.IsOver);
    }

    [Fact]
    public async Task An_INVITE_without_an_offer_is_answered_with_ours_and_ACK_brings_the_answer()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = await us.ReceiveAsync(static invite =>
        {
            invite.Body = [];
            invite.Headers.Remove("Content-Type");
        });
        var accepting = call.AcceptAsync(FakeTimeAgent.Dialling.Audio);
        Assert.True(us.Wire.LastResponse.HasSdp);
        Assert.False(accepting.IsCompleted);

        us.Wire.Hear(WithAudio(FakeTimeAgent.Request("ACK", call.LocalTag)));

        Assert.Equal(50_000, Assert.IsType<CallProgress.Answered>(await accepting).Audio.Rtp.Port);
    }

    [Fact]
    public async Task A_new_Contact_is_where_requests_go_from_then_on()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer();
        var update = us.InCall(call, "UPDATE");
        update.Headers.Set("Contact", "<sip:moved@192.0.2.2:5099>");
        us.Wire.Hear(update);
        _ = call.HangUpAsync(Loopback.Token);

        Assert.Equal("sip:moved@192.0.2.2:5099", us.Wire.LastRequest("BYE").UriText);
    }

    [Fact]
    public async Task A_second_INVITE_before_the_ACK_of_the_first_is_put_off()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer();
        us.Wire.Hear(WithAudio(us.InCall(call, "INVITE")));
        us.Wire.Hear(WithAudio(us.InCall(call, "INVITE", 2)));

        Assert.Equal([200, 500], us.Wire.SentStatuses);
        Assert.InRange(us.Wire.LastResponse.Headers.Number("Retry-After")!.Value, 0u, 10u);
    }

    [Fact]
    public async Task Requests_out_of_order_or_of_another_call_are_refused()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer();
        us.Wire.Hear(us.InCall(call, "UPDATE", 5));
        us.Wire.Hear(us.InCall(call, "UPDATE", 4));
        var stranger = us.InCall(call, "BYE", 6);
        stranger.Headers.Set("From", "<sip:far@192.0.2.2>;tag=stranger");
        us.Wire.Hear(stranger);
        us.Wire.Hear(FakeTimeAgent.Request("BYE", "nobody", "no-call"));

        Assert.Equal([200, 500, 481, 481], us.Wire.SentStatuses);
        Assert.False(call.IsOver);
        us.Wire.Hear(us.InCall(call, "BYE", 7));
        Assert.Equal(CallSide.Them, Assert.IsType<CallOver.Ended>(await call.Over.Soon()).By);
    }

    private static SipRequest WithAudio(SipRequest request, string more = "")
    {
        request.SetBody("application/sdp", Wire.Sdp(50_000, more));
        return request;
    }

    private static void Acknowledge(FakeTimeAgent us, OutgoingCall call, string method, uint sequence)
    {
        if (method == "INVITE")
        {
            us.Wire.Hear(us.InCall(call, "ACK", sequence));
        }
    }
}
