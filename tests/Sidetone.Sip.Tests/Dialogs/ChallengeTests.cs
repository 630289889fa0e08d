using Sidetone.Sip.Authentication;
using Sidetone.Sip.Calls;
using Sidetone.Sip.Messages;
using Sidetone.Sip.Tests.Support;

namespace Sidetone.Sip.Tests.Dialogs;

/// <summary>Challenges to calls (RFC 3261 §22, RFC 8760).</summary>
public sealed class ChallengeTests
{
    private static readonly OutgoingCallOptions _signed = FakeTimeAgent.Dialling with
    {
        Credentials = new SipCredentials("us", "hidden"),
    };

    [Theory]
    [InlineData(401, "WWW-Authenticate", "Authorization")]
    [InlineData(407, "Proxy-Authenticate", "Proxy-Authorization")]
    public async Task A_challenge_is_answered_with_a_new_CSeq_and_branch(int status, string asks, string answers)
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial(_signed);
        var first = us.Wire.LastRequest("INVITE");
        Challenge(us, status, asks, "nonce=\"n1\"");

        var second = us.Wire.LastRequest("INVITE");
        Assert.Equal((1u, 2u), (first.CSeq!.Value.Number, second.CSeq!.Value.Number));
        Assert.NotEqual(first.TopVia!.Branch, second.TopVia!.Branch);
        Assert.Equal(first.Headers["From"], second.Headers["From"]);
        Assert.Equal(first.CallId, second.CallId);
        Assert.Contains("nc=00000001", second.Headers[answers], StringComparison.Ordinal);

        us.Wire.Answer(second, 200, change: Wire.WithSdp);
        Assert.Contains("nonce=\"n1\"", us.Wire.LastRequest("ACK").Headers[answers], StringComparison.Ordinal);
        _ = call.HangUpAsync(Loopback.Token);
        Assert.Contains("nc=00000003", us.Wire.LastRequest("BYE").Headers[answers], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_refusal_of_the_same_password_is_the_end()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial(_signed);
        Challenge(us, 401, "WWW-Authenticate", "nonce=\"n1\"");
        Challenge(us, 401, "WWW-Authenticate", "nonce=\"n2\"");

        Assert.Equal(401, Assert.IsType<CallOver.Rejected>(await call.Over.Soon()).Status);
        Assert.Equal(2, us.Wire.SentMethods.Count(static method => method == "INVITE"));
    }

    [Fact]
    public async Task A_stale_nonce_is_answered_again()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial(_signed);
        Challenge(us, 401, "WWW-Authenticate", "nonce=\"n1\"");
        Challenge(us, 401, "WWW-Authenticate", "nonce=\"n2\", stale=TRUE");

        Assert.False(call.IsOver);
        Assert.Contains(
            "nonce=\"n2\"",
            us.Wire.LastRequest("INVITE").Headers["Authorization"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_server_that_always_calls_nonces_stale_does_not_keep_us_for_ever()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial(_signed);
        for (var number = 0; number < 20 && !call.IsOver; number++)
        {
            Challenge(us, 401, "WWW-Authenticate", $"nonce=\"n{number}\", stale=true");
        }

        Assert.True(call.IsOver);
        Assert.InRange(us.Wire.SentMethods.Count(static method => method == "INVITE"), 3, 6);
    }

    [Fact]
    public async Task A_proxy_and_the_far_end_may_both_ask()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        us.Dial(_signed);
        Challenge(us, 407, "Proxy-Authenticate", "nonce=\"p\"");
        Challenge(us, 401, "WWW-Authenticate", "nonce=\"w\"");

        var last = us.Wire.LastRequest("INVITE");
        Assert.Contains("nonce=\"p\"", last.Headers["Proxy-Authorization"], StringComparison.Ordinal);
        Assert.Contains("nonce=\"w\"", last.Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_password_a_challenge_is_a_refusal()
    {
        await using var us = await FakeTimeAgent.StartAsync();
        var call = us.Dial();
        Challenge(us, 407, "Proxy-Authenticate", "nonce=\"n1\"");

        Assert.Equal(407, Assert.IsType<CallOver.Rejected>(await call.Over.Soon()).Status);
    }

    [Fact]
    public async Task Secrets_are_in_no_text_about_a_call()
    {
        var traced = new List<string>();
        await using var us = await FakeTimeAgent.StartAsync(
            options: new() { Trace = message => traced.Add(message.ToString()) }
        );
        us.Dial(_signed);
        Challenge(us, 401, "WWW-Authenticate", "nonce=\"n1\"");

        var texts = string.Join('\n', [.. traced, _signed.ToString(), us.Wire.LastRequest("INVITE").ToString()]);
        Assert.Contains("INVITE sip:far@192.0.2.2", texts, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", texts, StringComparison.Ordinal);
        Assert.DoesNotContain("Digest", texts, StringComparison.Ordinal);
    }

    private static void Challenge(FakeTimeAgent us, int status, string header, string fields) =>
        us.Wire.Answer(
            us.Wire.LastRequest("INVITE"),
            status,
            change: answer =>
                answer.Headers.Add(
                    header,
                    $"Digest realm=\"there\", qop=\"auth,auth-int\", algorithm=SHA-256, {fields}"
                )
        );
}
