using Sidetone.Sip.Tests.Support;
using Sidetone.Sip.Transports;

namespace Sidetone.Sip.Tests.Transactions;

/// <summary>Timers of requests other than INVITE (RFC 3261 §17.1.2, §17.2.2).</summary>
public sealed class RequestTimerTests
{
    [Fact]
    public async Task An_unheard_BYE_is_sent_eleven_times_and_given_up()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer();
        us.Wire.Clear();

        var farewell = call.HangUpAsync(Loopback.Token);
        us.Advance(31.9);
        Assert.False(farewell.IsCompleted);
        us.Advance(0.2);
        await farewell.Soon();

        // Timer E: 0, 0.5, 1.5, 3.5, 7.5 and then every 4 s; timer F: 32 s.
        Assert.Equal(11, us.Wire.SentMethods.Count());
    }

    [Fact]
    public async Task A_provisional_answer_slows_a_request_down_to_T2()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.DialAndAnswer();
        us.Wire.Clear();
        _ = call.HangUpAsync(Loopback.Token);
        us.Wire.Answer(us.Wire.LastRequest("BYE"), 100);

        us.Advance(0.6);
        Assert.Equal(2, us.Wire.SentMethods.Count());
        us.Advance(3.5);
        Assert.Equal(2, us.Wire.SentMethods.Count());
        us.Advance(0.5);
        Assert.Equal(3, us.Wire.SentMethods.Count());
    }

    [Theory]
    [InlineData(SipProtocol.Udp, 1)]
    [InlineData(SipProtocol.Tcp, 0)]
    public async Task An_answered_request_is_remembered_for_T4_where_messages_can_repeat(SipProtocol protocol, int left)
    {
        await using var us = await FakeTimeAgent.StartAsync(protocol);
        var call = us.DialAndAnswer();
        us.Advance(40);
        _ = call.HangUpAsync(Loopback.Token);
        us.Wire.Answer(us.Wire.LastRequest("BYE"), 200);

        Assert.Equal(left, us.Agent.Engine.Transactions.Count);
        us.Advance(5.1);
        Assert.Equal(0, us.Agent.Engine.Transactions.Count);
    }

    [Fact]
    public async Task A_repeated_request_gets_its_answer_again_until_timer_J()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var options = FakeTimeAgent.Request("OPTIONS");
        us.Wire.Hear(options);
        us.Wire.Hear(options);
        Assert.Equal([200, 200], us.Wire.SentStatuses);
        Assert.Equal(1, us.Agent.Engine.Transactions.Count);

        us.Advance(32.1);
        Assert.Equal(0, us.Agent.Engine.Transactions.Count);
    }

    [Fact]
    public async Task Answers_say_where_the_request_came_from()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var options = FakeTimeAgent.Request("OPTIONS");
        options.Headers.Set("Via", "SIP/2.0/UDP inside.example.com:5070;rport;branch=z9hG4bKnat, SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKb");
        us.Wire.Hear(options);

        var via = us.Wire.LastResponse.TopVia!;
        Assert.Equal(("192.0.2.2", "5060"), (via.Parameters["received"], via.Parameters["rport"]));
        Assert.Equal(2, us.Wire.LastResponse.Headers.List("Via").Count());
    }

    [Fact]
    public async Task At_the_bound_requests_are_answered_with_503_and_not_remembered()
    {
        await using var us = await FakeTimeAgent.StartAsync(options: new() { Transactions = 2 });
        for (var number = 0; number < 5; number++)
        {
            us.Wire.Hear(FakeTimeAgent.Request("OPTIONS"));
        }

        Assert.Equal([200, 200, 503, 503, 503], us.Wire.SentStatuses);
        Assert.Equal((2, 3), (us.Agent.Engine.Transactions.Count, us.Agent.Counters.Refused));
    }
}
