using System.Text.Json;
using Microsoft.Playwright;
using Sidetone.Tests.Serving;

namespace Sidetone.Browser.Tests.Sdk;

/// <summary>Calls of a real browser, observed by the SDK that a real server serves: what it counted is on the bus.</summary>
public sealed class ObservedCallTests
{
    /// <summary>A page that vanishes takes the time since its last sample with it: a second, and some for a busy machine.</summary>
    private const long PacketsPerSampleMax = 100;

    [Fact]
    public async Task A_calls_summary_has_the_totals_that_the_browser_counted()
    {
        await using var call = await ObservedCall.StartAsync();
        await call.TalkAsync(5);
        await call.Agent.EvaluateAsync("call.hold()");
        await call.TalkAsync(2);
        await call.Agent.EvaluateAsync("call.resume()");
        var counted = await call.SilenceAsync();
        await call.EndAsync();

        var summary = await call.Server.SummaryAsync(call.ContactId);
        Assert.Equal(counted, ObservedCall.Totals(summary));
        Assert.Equal("Agent", summary.GetProperty("contact").GetProperty("endedBy").GetString());
        var agent = summary.GetProperty("serviceAgent");
        Assert.Equal("ada", agent.GetProperty("username").GetString());
        Assert.Equal("Chrome", agent.GetProperty("browser").GetProperty("name").GetString());
        Assert.InRange(agent.GetProperty("interaction").GetProperty("onHoldDurationSec").GetInt32(), 1, 10);
        await NothingIsMissingAsync(call);
        Assert.Equal("", await call.ErrorsAsync());
    }

    [Fact]
    public async Task A_page_that_closes_its_connection_first_loses_nothing()
    {
        await using var call = await ObservedCall.StartAsync();
        await call.TalkAsync(2);
        var counted = await call.SilenceAsync();
        await call.Agent.EvaluateAsync("connection.close(); call.end()");

        Assert.Equal(counted, ObservedCall.Totals(await call.Server.SummaryAsync(call.ContactId)));
    }

    [Fact]
    public async Task A_reload_in_mid_call_adds_up()
    {
        await using var call = await ObservedCall.StartAsync();
        var before = await call.TalkAsync(5);
        await call.Agent.ReloadAsync();
        await call.ConnectAsync();
        await call.TalkAsync(3);
        var after = await call.SilenceAsync();
        await call.EndAsync();

        Near(before + after, ObservedCall.Totals(await call.Server.SummaryAsync(call.ContactId)));
        await NothingIsMissingAsync(call);
    }

    [Fact]
    public async Task A_server_that_was_down_costs_no_second()
    {
        await using var call = await ObservedCall.StartAsync();
        await call.TalkAsync(4);
        call.Server.Kill();
        await call.TalkAsync(8);
        Assert.NotEqual("", await call.ErrorsAsync());
        await call.Server.ComeBackAsync();
        var counted = await call.SilenceAsync();
        await call.EndAsync();

        var summary = await call.Server.SummaryAsync(call.ContactId);
        Assert.Equal(counted, ObservedCall.Totals(summary));
        await NothingIsMissingAsync(call);
    }

    [Fact]
    public async Task A_page_that_is_killed_loses_at_most_what_came_after_its_last_sample()
    {
        await using var call = await ObservedCall.StartAsync();
        var before = await call.TalkAsync(5);
        var inspector = await call.Browser.NewCDPSessionAsync(call.Agent);
        var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        call.Agent.Crash += (_, _) => crashed.TrySetResult();
        // Nobody answers a page that has crashed.
        _ = inspector.SendAsync("Page.crash").ContinueWith(_ => { }, TaskScheduler.Default);
        await crashed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await call.Agent.CloseAsync();

        await call.MoveToNewPageAsync();
        await call.ConnectAsync();
        await call.TalkAsync(7);
        var after = await call.SilenceAsync();
        await call.EndAsync();

        Near(before + after, ObservedCall.Totals(await call.Server.SummaryAsync(call.ContactId)));
        await NothingIsMissingAsync(call);
    }

    [Fact]
    public async Task A_call_that_ends_without_a_network_arrives_when_there_is_one()
    {
        await using var call = await ObservedCall.StartAsync();
        await call.TalkAsync(3);
        await call.Browser.SetOfflineAsync(true);
        await call.TalkAsync(4);
        var counted = await call.SilenceAsync();
        await call.EndAsync();
        await call.Agent.CloseAsync();
        await call.Browser.SetOfflineAsync(false);
        await call.MoveToNewPageAsync();

        Assert.Equal(counted, ObservedCall.Totals(await call.Server.SummaryAsync(call.ContactId)));
        await NothingIsMissingAsync(call);
    }

    [Fact]
    public async Task A_computer_whose_clock_is_a_day_wrong_tells_the_right_time()
    {
        const string AYesterday = """
            const day = 86400000, now = Date.now, origin = performance.timeOrigin;
            Date.now = () => now() - day;
            Object.defineProperty(performance, 'timeOrigin', { value: origin - day });
            """;
        var started = TimeProvider.System.GetUtcNow();
        await using var call = await ObservedCall.StartAsync(AYesterday);
        await call.TalkAsync(4);
        var counted = await call.SilenceAsync();
        await call.EndAsync();

        var summary = await call.Server.SummaryAsync(call.ContactId);
        Assert.Equal(counted, ObservedCall.Totals(summary));
        var ended = summary.GetProperty("timestamp").GetDateTimeOffset();
        Assert.InRange(ended, started, TimeProvider.System.GetUtcNow().AddSeconds(2));
    }

    private static void Near(Counted counted, Counted summarised)
    {
        Assert.InRange(
            summarised.Received,
            counted.Received - PacketsPerSampleMax,
            counted.Received + PacketsPerSampleMax
        );
        Assert.InRange(summarised.Sent, counted.Sent - PacketsPerSampleMax, counted.Sent + PacketsPerSampleMax);
    }

    /// <summary>Every session's batches are there from 0 on without a gap.</summary>
    private static async Task NothingIsMissingAsync(ObservedCall call)
    {
        var sessions = await call.Server.BatchesAsync(call.ContactId);
        Assert.NotEmpty(sessions);
        Assert.All(sessions, numbers => Assert.Equal(Enumerable.Range(0, numbers.Length), numbers));
    }
}
