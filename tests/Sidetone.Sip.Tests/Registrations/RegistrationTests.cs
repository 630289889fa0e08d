using Sidetone.Sip.Addresses;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Registrations;
using Sidetone.Sip.Tests.Support;

namespace Sidetone.Sip.Tests.Registrations;

/// <summary>Bindings over time (RFC 3261 §10.2).</summary>
public sealed class RegistrationTests
{
    private static readonly RegistrationOptions _options = new()
    {
        Address = SipUri.Parse("sip:agent7@example.com"),
        Proxy = SipUri.Parse("sip:192.0.2.2"),
        Expires = TimeSpan.FromSeconds(300),
    };

    [Fact]
    public async Task A_binding_is_refreshed_in_time_with_the_next_CSeq_of_the_same_Call_ID()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var registration = us.Agent.Register(_options);
        var first = us.Wire.LastRequest("REGISTER");
        Assert.Equal(("sip:example.com", "300"), (first.UriText, first.Headers["Expires"]));
        Assert.Equal("<sip:agent7@example.com>", first.Headers["To"]);
        Accept(us, 100);
        var active = Assert.IsType<RegistrationState.Active>(registration.State);
        Assert.Equal(TimeSpan.FromSeconds(100), active.Until - active.At);
        await registration.WhenActiveAsync(Loopback.Token);

        us.Advance(67);
        Assert.Single(us.Wire.Sent);
        us.Advance(2);

        var second = us.Wire.LastRequest("REGISTER");
        Assert.Equal((first.CallId, 2u), (second.CallId, second.CSeq!.Value.Number));
    }

    [Fact]
    public async Task Failures_are_told_and_tried_again_ever_more_slowly()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var registration = us.Agent.Register(_options);
        var waits = new List<double>();
        for (var round = 0; round < 9; round++)
        {
            us.Wire.Answer(us.Wire.LastRequest("REGISTER"), 503);
            var failing = Assert.IsType<RegistrationState.Failing>(registration.State);
            Assert.Equal((503, "the registrar answers 503 Service Unavailable"), (failing.Status, failing.Reason));
            await Assert.ThrowsAsync<RegistrationException>(() => registration.WhenActiveAsync(Loopback.Token));
            waits.Add((failing.NextTry - failing.At).TotalSeconds);
            us.Wire.Clear();
            us.Advance(waits[^1] + 0.1);
        }

        Assert.All(
            waits.Index(),
            wait => Assert.InRange(wait.Item, Math.Min(120, 2 << wait.Index) / 2.0, Math.Min(120, 2 << wait.Index))
        );
        Accept(us, 300);
        Assert.IsType<RegistrationState.Active>(registration.State);
    }

    [Fact]
    public async Task A_registrar_that_says_when_is_minded()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var registration = us.Agent.Register(_options);
        us.Wire.Answer(
            us.Wire.LastRequest("REGISTER"),
            503,
            change: static answer => answer.Headers.Add("Retry-After", "50 (busy);duration=5")
        );

        var failing = Assert.IsType<RegistrationState.Failing>(registration.State);
        Assert.Equal(50, (failing.NextTry - failing.At).TotalSeconds);
    }

    [Fact]
    public async Task An_interval_that_is_too_brief_is_raised()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        us.Agent.Register(_options);
        us.Wire.Answer(
            us.Wire.LastRequest("REGISTER"),
            423,
            change: static answer => answer.Headers.Add("Min-Expires", "3600")
        );

        Assert.Equal("3600", us.Wire.LastRequest("REGISTER").Headers["Expires"]);
    }

    [Fact]
    public async Task Silence_and_a_binding_that_is_not_ours_are_failures()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var silent = us.Agent.Register(_options);
        us.Advance(32.1);
        Assert.Equal("the registrar does not answer", Assert.IsType<RegistrationState.Failing>(silent.State).Reason);

        var ignored = us.Agent.Register(_options);
        us.Wire.Answer(
            us.Wire.LastRequest("REGISTER"),
            200,
            change: static answer => answer.Headers.Add("Contact", "<sip:other@192.0.2.77>;expires=100")
        );
        Assert.Contains(
            "not the binding",
            Assert.IsType<RegistrationState.Failing>(ignored.State).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Disposal_takes_the_binding_back_and_nothing_follows()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var registration = us.Agent.Register(_options);
        Accept(us, 300);
        var leaving = registration.DisposeAsync();
        Assert.Equal("0", us.Wire.LastRequest("REGISTER").Headers["Expires"]);
        Assert.False(leaving.IsCompleted);

        us.Wire.Answer(us.Wire.LastRequest("REGISTER"), 200);
        await leaving;
        us.Wire.Clear();
        us.Advance(400);

        Assert.IsType<RegistrationState.Removed>(registration.State);
        Assert.Empty(us.Wire.Sent);
    }

    private static void Accept(FakeTimeAgent us, int seconds)
    {
        var request = us.Wire.LastRequest("REGISTER");
        us.Wire.Answer(
            request,
            200,
            change: answer =>
                answer.Headers.Add(
                    "Contact",
                    $"<sip:other@192.0.2.77>;expires=9, {request.Headers["Contact"]};expires={seconds}"
                )
        );
    }
}
