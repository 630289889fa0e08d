using Sidetone.Sip.Calls;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Tests.Support;

namespace Sidetone.Sip.Tests.Calls;

/// <summary>What the agent answers before there is a call (RFC 3261 §8.2).</summary>
public sealed class IncomingRequestTests
{
    [Fact]
    public async Task OPTIONS_is_answered_with_what_we_do()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        us.Wire.Hear(FakeTimeAgent.Request("OPTIONS"));

        Assert.Equal(200, us.Wire.LastResponse.Status);
        Assert.Equal("INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE", us.Wire.LastResponse.Headers["Allow"]);
        Assert.Equal("application/sdp", us.Wire.LastResponse.Headers["Accept"]);
        Assert.NotNull(us.Wire.LastResponse.To!.Tag);
    }

    [Theory]
    [InlineData("MESSAGE", 405)]
    [InlineData("SUBSCRIBE", 405)]
    [InlineData("BYE", 481)]
    [InlineData("CANCEL", 481)]
    public async Task What_we_do_not_do_is_refused(string method, int status)
    {
        await using var us = await FakeTimeAgent.StartAsync();
        us.Wire.Hear(FakeTimeAgent.Request(method));

        Assert.Equal(status, us.Wire.LastResponse.Status);
    }

    [Fact]
    public async Task An_extension_that_is_insisted_on_is_refused_by_its_name()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var invite = FakeTimeAgent.Request("INVITE");
        invite.Headers.Add("Require", "100rel, timer");
        us.Wire.Hear(invite);

        Assert.Equal(420, us.Wire.LastResponse.Status);
        Assert.Equal("100rel", us.Wire.LastResponse.Headers["Unsupported"]);
    }

    [Fact]
    public async Task A_body_that_is_no_description_is_refused()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var invite = FakeTimeAgent.Request("INVITE");
        invite.SetBody("text/plain", "hello"u8.ToArray());
        us.Wire.Hear(invite);

        Assert.Equal(415, us.Wire.LastResponse.Status);
        Assert.Equal("application/sdp", us.Wire.LastResponse.Headers["Accept"]);
    }

    [Fact]
    public async Task A_broken_description_is_refused_with_its_line()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var invite = FakeTimeAgent.Request("INVITE");
        invite.SetBody(
            "application/sdp",
            "v=0\r\no=- 1 1 IN IP4 192.0.2.2\r\nm=audio ninety RTP/AVP 0\r\n"u8.ToArray()
        );
        us.Wire.Hear(invite);

        Assert.Equal(400, us.Wire.LastResponse.Status);
        Assert.Contains("Line 3", us.Wire.LastResponse.Headers["Warning"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_comes_two_ways_is_taken_once()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        await us.ReceiveAsync();
        us.Wire.Hear(FakeTimeAgent.Request("INVITE"));

        Assert.Equal(482, us.Wire.LastResponse.Status);
        Assert.Equal(1, us.Agent.Calls);
    }

    [Fact]
    public async Task CANCEL_ends_an_incoming_call()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        SipRequest invite = null!;
        var call = await us.ReceiveAsync(request => invite = request);
        call.Ring();
        var cancel = FakeTimeAgent.Request("CANCEL");
        cancel.Headers.Set("Via", invite.Headers["Via"]!);
        us.Wire.Hear(cancel);

        Assert.Equal([100, 180, 200, 487], us.Wire.SentStatuses);
        Assert.Equal(CallSide.Them, Assert.IsType<CallOver.Cancelled>(await call.Over.Soon()).By);
    }

    [Fact]
    public async Task A_call_left_alone_is_refused_in_the_end()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = await us.ReceiveAsync();

        us.Advance(181);

        Assert.Equal(480, Assert.IsType<CallOver.Rejected>(await call.Over.Soon()).Status);
        Assert.Contains(480, us.Wire.SentStatuses);
    }

    [Fact]
    public async Task More_calls_than_the_bound_are_refused_for_now()
    {
        await using var us = await FakeTimeAgent.StartAsync(options: new() { Calls = 2 });
        for (var number = 0; number < 4; number++)
        {
            var invite = FakeTimeAgent.Request("INVITE", callId: $"call-{number}");
            Wire.WithSdp(invite);
            us.Wire.Hear(invite);
        }

        Assert.Equal([100, 100, 503, 503], us.Wire.SentStatuses);
        Assert.NotNull(us.Wire.LastResponse.Headers["Retry-After"]);
        Assert.IsType<CallOver.Failed>(await us.Dial().Over);
    }

    [Fact]
    public async Task Calls_that_nobody_takes_are_bounded_too()
    {
        await using var us = await FakeTimeAgent.StartAsync(options: new() { WaitingCalls = 1 });
        us.Wire.Hear(FakeTimeAgent.Request("INVITE", callId: "one"));
        us.Wire.Hear(FakeTimeAgent.Request("INVITE", callId: "two"));

        Assert.Equal([100, 503], us.Wire.SentStatuses);
    }

    [Fact]
    public async Task Header_fields_of_the_caller_reach_the_callee_and_cannot_smuggle_others()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var headers = new Dictionary<string, string> { ["X-Job"] = "1700000000000000000" };
        us.Dial(FakeTimeAgent.Dialling with { Headers = headers, DisplayName = "Zoë \"Z\"" });
        var invite = us.Wire.LastRequest("INVITE");
        Assert.Equal("1700000000000000000", invite.Headers["x-job"]);
        Assert.Equal("Zoë \"Z\"", Sidetone.Sip.Addresses.SipText.Readable(invite.From!.DisplayName!));

        var evil = new Dictionary<string, string> { ["X-Job"] = "1\r\nRoute: <sip:evil>" };
        Assert.Throws<ArgumentException>(() => us.Dial(FakeTimeAgent.Dialling with { Headers = evil }));
        var call = await us.ReceiveAsync(static request => request.Headers.Add("X-Job", "7"));
        Assert.Equal("7", call.Header("x-job"));
        Assert.Throws<ArgumentException>(() => call.Reject(486, "a\r\nb"));
    }
}
