using System.Text.Json;
using Microsoft.Playwright;
using Sidetone.Browser.Tests.Sdk;
using Sidetone.Tests.Serving;

namespace Sidetone.Browser.Tests.Network;

/// <summary>A call on a network that loses and delays: the event tells what the kernel dropped.</summary>
public sealed class LossyCallTests(ITestOutputHelper output)
{
    private const int DelayMs = 30;

    /// <summary>Voice that came before the agent's page had the keys to read it: half a second, on a busy machine.</summary>
    private const long PacketsBeforeKeysMax = 25;

    [Fact]
    public async Task A_summary_tells_what_the_network_dropped_and_delayed()
    {
        Assert.SkipUnless(File.Exists(ObservedCall.Chromium), $"{ObservedCall.Chromium} is not installed.");
        await using var road = await LossyRoad.BuildAsync();
        await using var relay = new DelayingRelay(road.AgentAddress, TimeSpan.FromMilliseconds(DelayMs));
        await using var call = await ObservedCall.StartAsync(farEnd: new FarCustomer(road, relay));

        // Loss begins and ends within the call: a receiver cannot know of packets before its first or after its last.
        await call.TalkAsync(3);
        await road.LoseAsync(toAgent: 8, toCustomer: 5);
        await call.TalkAsync(15);
        await road.LoseAsync(0, 0);
        await call.TalkAsync(1);
        var (lostToAgent, lostToCustomer) = (
            await road.CountAsync("to_agent_lost"),
            await road.CountAsync("to_customer_lost")
        );
        await HeardByTheCustomerAsync(call.Agent, lostToCustomer);
        var counted = await call.SilenceAsync();
        var far = await call.Agent.EvaluateAsync<JsonElement>("farEnd()");
        await call.EndAsync();
        var (toAgent, toCustomer) = (await road.CountAsync("to_agent"), await road.CountAsync("to_customer"));
        var (padToAgent, padToCustomer) = (
            await road.CountAsync("to_agent_padding"),
            await road.CountAsync("to_customer_padding")
        );

        var summary = await call.Server.SummaryAsync(call.ContactId);
        output.WriteLine($"to agent {toAgent} of it {lostToAgent} lost, {padToAgent} padding; {counted}");
        output.WriteLine($"to customer {toCustomer} of it {lostToCustomer} lost, {padToCustomer} padding; {far}");
        var metrics = summary.GetProperty("webRTCSession").GetProperty("metrics");
        output.WriteLine(metrics.GetRawText());
        Assert.Equal(0, relay.Overflown);
        Assert.InRange(lostToAgent, 10, toAgent);
        Assert.InRange(lostToCustomer, 5, toCustomer);

        var inbound = metrics.GetProperty("inbound");
        Assert.Equal(lostToAgent, inbound.GetProperty("packetsLost").GetInt64());
        Assert.Equal(counted, ObservedCall.Totals(summary));
        Assert.InRange(
            counted.Received,
            toAgent + padToAgent - lostToAgent - PacketsBeforeKeysMax,
            toAgent + padToAgent - lostToAgent
        );

        var outbound = metrics.GetProperty("outbound");
        Assert.Equal(lostToCustomer, outbound.GetProperty("packetsLost").GetInt64());
        Assert.Equal(far.GetProperty("lost").GetInt64(), outbound.GetProperty("packetsLost").GetInt64());
        Assert.Equal(toCustomer + padToCustomer, outbound.GetProperty("packetsSent").GetInt64());

        // A round trip passes the relay twice; the browser's own mean lies within what its seconds had.
        var rtt = metrics.GetProperty("rtt");
        Assert.InRange(rtt.GetProperty("min").GetInt32(), 2 * DelayMs, int.MaxValue);
        Assert.InRange(
            far.GetProperty("rttMs").GetDouble(),
            rtt.GetProperty("min").GetDouble() - 1,
            rtt.GetProperty("max").GetDouble() + 1
        );
    }

    /// <summary>Waits until a report of the customer's has told of every loss: one comes every few seconds.</summary>
    private static Task HeardByTheCustomerAsync(IPage agent, long lost) =>
        Eventually.HoldsAsync(async () =>
            (await agent.EvaluateAsync<JsonElement>("farEnd()")).GetProperty("lost").GetInt64() >= lost
        );
}
