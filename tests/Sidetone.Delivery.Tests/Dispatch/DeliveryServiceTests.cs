using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;

namespace Sidetone.Delivery.Tests.Dispatch;

public sealed class DeliveryServiceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_announced_event_is_delivered_without_any_time_passing(Engine engine)
    {
        var destination = new ScriptedDestination();
        await using var rig = await OpenAsync(engine, destination);
        await rig.AddDestinationAsync("scripted");
        await rig.StartAsync();

        await rig.AddAsync(DeliveryRig.Event("c1"));

        await rig.AllAsync(DeliveryState.Delivered);
        var row = Assert.Single(await rig.RowsAsync());
        Assert.Equal((1L, "ext-c1"), (row.Attempts, row.ExternalId));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_was_there_before_the_start_is_delivered_too(Engine engine)
    {
        var destination = new ScriptedDestination();
        await using var rig = await OpenAsync(engine, destination);
        await rig.AddDestinationAsync("scripted");
        await rig.AddAsync([.. Enumerable.Range(0, 95).Select(i => DeliveryRig.Event($"c{i}"))]);

        await rig.StartAsync();

        await rig.AllAsync(DeliveryState.Delivered);
        Assert.Equal(95, destination.Received.Count);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Of_a_mixed_batch_each_event_gets_its_own_answer_and_contacts_keep_their_order(Engine engine)
    {
        var destination = new ScriptedDestination();
        destination.Answers("c1", "CallSummary", new DeliveryOutcome.RetryLater("busy"));
        destination.Answers("c2", "CallSummary", new DeliveryOutcome.Rejected("too large"));
        await using var rig = await OpenAsync(engine, destination);
        await rig.AddDestinationAsync("scripted");
        await rig.AddAsync([
            .. new[] { "c1", "c2", "c3" }.SelectMany(contact =>
                new[] { DeliveryRig.Event(contact), DeliveryRig.Event(contact, "InsightsSummary") }
            ),
        ]);
        await rig.StartAsync();

        await rig.PassTimeUntilAsync(async () => (await rig.RowsAsync()).All(row => row.State >= 2));

        var setAside = Assert.Single(await rig.RowsAsync(), row => row.State == (long)DeliveryState.SetAside);
        Assert.Equal(("c2", "CallSummary", "too large"), (setAside.Contact, setAside.DetailType, setAside.LastError));
        var ofFirst = destination.Received.Where(sent => sent.ContactId == "c1").Select(sent => sent.DetailType);
        Assert.Equal(["CallSummary", "InsightsSummary"], ofFirst);
        Assert.Contains(destination.Received, sent => sent is { ContactId: "c2", DetailType: "InsightsSummary" });
        Assert.Equal(5, destination.Received.Count);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_destination_that_hangs_keeps_no_other_waiting(Engine engine)
    {
        var hanging = new TaskCompletionSource();
        var slow = new ScriptedDestination { Name = "slow", Gate = hanging.Task };
        var fast = new ScriptedDestination { Name = "fast" };
        await using var rig = await OpenAsync(engine, slow, fast);
        await rig.AddDestinationAsync("slow", "a");
        await rig.AddDestinationAsync("fast", "b");
        await rig.StartAsync();
        await rig.AddAsync(DeliveryRig.Event("c1"));
        await slow.NextSendAsync();

        await rig.AddAsync(DeliveryRig.Event("c2"), DeliveryRig.Event("c3"));

        await Until.TrueAsync(() => Task.FromResult(fast.Received.Count == 3));
        Assert.Empty(slow.Received);
        hanging.SetResult();
        await rig.AllAsync(DeliveryState.Delivered);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_destination_that_cannot_be_used_holds_its_events_until_it_is_mended(Engine engine)
    {
        var destination = new ScriptedDestination();
        await using var rig = await OpenAsync(engine, destination);
        var record = await rig.AddDestinationAsync("no-such-kind");
        await rig.StartAsync();
        await rig.AddAsync(DeliveryRig.Event("c1"));
        await Until.TrueAsync(async () => (await rig.Status.ConditionsAsync(DeliveryRig.Group, Stop)).Count == 1);
        var condition = Assert.Single(await rig.Status.ConditionsAsync(DeliveryRig.Group, Stop));
        Assert.Equal(
            (false, "There is no destination of kind \"no-such-kind\" here.", "node-1"),
            (condition.IsReady, condition.Said, condition.Node)
        );
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(rig)).Status);

        await rig.Destinations.PutAsync(record with { Kind = "scripted" }, Stop);

        await rig.PassTimeUntilAsync(() => Task.FromResult(destination.Received.Count == 1));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(rig)).Status);
        Assert.Empty(await rig.Status.ConditionsAsync(DeliveryRig.Group, Stop));
    }

    [Fact]
    public async Task A_destination_that_is_switched_off_holds_its_events()
    {
        var destination = new ScriptedDestination();
        await using var rig = await OpenAsync(Engine.Sqlite, destination);
        var record = await rig.AddDestinationAsync("scripted");
        await rig.Destinations.PutAsync(record with { Enabled = false }, Stop);
        await rig.AddAsync(DeliveryRig.Event("c1"));

        Assert.Empty(await rig.Claims.DueAsync(Stop));

        await rig.Destinations.PutAsync(record, Stop);
        await rig.StartAsync();
        await rig.AllAsync(DeliveryState.Delivered);
    }

    [Fact]
    public async Task A_mistake_in_this_program_stops_delivery_and_health_says_so()
    {
        var destination = new ScriptedDestination { Mistake = new InvalidOperationException("BUG: a mistake") };
        await using var rig = await OpenAsync(Engine.Sqlite, destination);
        await rig.AddDestinationAsync("scripted");
        await rig.StartAsync();
        await rig.AddAsync(DeliveryRig.Event("c1"));

        await Until.TrueAsync(async () => (await HealthAsync(rig)).Status == HealthStatus.Unhealthy);

        Assert.Contains("a mistake", (await HealthAsync(rig)).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_waits_for_what_is_under_way_and_writes_it_down()
    {
        var hanging = new TaskCompletionSource();
        var destination = new ScriptedDestination { Gate = hanging.Task };
        await using var rig = await OpenAsync(Engine.Sqlite, destination);
        await rig.AddDestinationAsync("scripted");
        await rig.StartAsync();
        await rig.AddAsync(DeliveryRig.Event("c1"));
        await destination.NextSendAsync();

        var stopping = rig.StopAsync();
        hanging.SetResult();
        await stopping;

        Assert.Equal((long)DeliveryState.Delivered, Assert.Single(await rig.RowsAsync()).State);
    }

    private static Task<DeliveryRig> OpenAsync(Engine engine, params ScriptedDestination[] destinations) =>
        DeliveryRig.OpenAsync(
            engine,
            services =>
            {
                foreach (var destination in destinations)
                {
                    services.AddSingleton<IDestinationKind>(destination);
                }
            }
        );

    private static async Task<HealthCheckResult> HealthAsync(DeliveryRig rig) =>
        await rig.Get<DeliveryHealth>().CheckHealthAsync(new HealthCheckContext(), Stop);
}
