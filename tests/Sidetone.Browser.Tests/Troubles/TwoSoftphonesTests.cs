using Sidetone.Browser.Tests.Sdk;

namespace Sidetone.Browser.Tests.Troubles;

/// <summary>An agent who has two softphones open.</summary>
public sealed class TwoSoftphonesTests
{
    private const string Rule = "Multiple Softphones";

    [Fact]
    public async Task Calls_of_an_agent_in_two_pages_at_once_say_so()
    {
        await using var call = await ObservedCall.StartAsync();
        var other = Guid.CreateVersion7().ToString();
        var second = await call.OpenAsync("agent");
        await second.EvaluateAsync("id => { observe(id); call.connected(); }", other);
        await call.TalkAsync(2);
        await second.EvaluateAsync("call.end()");
        await call.EndAsync();
        await call.Server.SummaryAsync(call.ContactId);
        await call.Server.SummaryAsync(other);

        Assert.Contains(Rule, await call.Server.InsightsAsync(call.ContactId));
        Assert.Contains(Rule, await call.Server.InsightsAsync(other));

        // The second page is still open, and has no call.
        var alone = Guid.CreateVersion7().ToString();
        await call.Agent.EvaluateAsync(
            "id => { observe(id); window.call.connected(); return window.call.end(); }",
            alone
        );
        await call.Server.SummaryAsync(alone);
        Assert.DoesNotContain(Rule, await call.Server.InsightsAsync(alone));
    }
}
