using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Tests.EventBridge;

namespace Sidetone.Delivery.Tests.EventBridge;

/// <summary>What only a person can mend holds the destination: events wait, loudly, and go out when it is mended.</summary>
public sealed class HeldDestinationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bus_that_is_not_there_is_noticed_before_the_first_event()
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        rig.Receiver.Buses.Clear();
        await rig.Delivery.StartAsync();

        // No event yet: asked at start.
        await rig.HeldAsync("ResourceNotFoundException: Event bus calls does not exist.");
        Assert.Equal(HealthStatus.Degraded, await rig.HealthAsync());
        await rig.Delivery.AddAsync(EventBridgeRig.Events(3));
        var asked = rig.Receiver.Count("DescribeEventBus");
        await rig.Delivery.PassTimeUntilAsync(() =>
            Task.FromResult(rig.Receiver.Count("DescribeEventBus") > asked + 1)
        );
        Assert.Equal(0, rig.Receiver.Count("PutEvents"));
        Assert.All(await rig.Delivery.RowsAsync(), row => Assert.Equal((0, 0), (row.State, row.Attempts)));

        rig.Receiver.Buses["calls"] = true;

        await rig.DeliveredAsync();
        Assert.Empty(rig.Receiver.Lost);
        Assert.Equal(HealthStatus.Healthy, await rig.HealthAsync());
        Assert.Equal(
            (true, "The bus is there: arn:aws:events:eu-central-1:123456789012:event-bus/calls"),
            (await rig.ConditionAsync() is var now ? (now!.IsReady, now.Said) : default)
        );
    }

    [Fact]
    public async Task A_bus_that_is_deleted_later_is_noticed_once_the_probe_is_old()
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        await rig.Delivery.StartAsync();
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));
        await rig.Delivery.AllAsync(DeliveryState.Delivered);

        rig.Receiver.Buses.Clear();
        await rig.Delivery.AdvanceAsync(TimeSpan.FromSeconds(61));
        await rig.Delivery.AddAsync(DeliveryRig.Event("c2"));

        await rig.HeldAsync("does not exist");
        Assert.Empty(rig.Receiver.Lost);
        Assert.Equal((1, 1), (rig.Receiver.Count("PutEvents"), rig.Receiver.Taken.Count));
    }

    [Theory]
    [InlineData(nameof(Misbehaviour.SaysExpired), "ExpiredTokenException: The security token is expired.")]
    [InlineData(nameof(Misbehaviour.Denies), "AccessDeniedException: User is not authorized.")]
    [InlineData(nameof(Misbehaviour.IsSomethingElse), "Answered 404. <html>Not Found</html>")]
    public async Task Sends_that_a_person_must_mend_hold_all_events_and_lose_none(string name, string reason)
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        rig.Receiver.Usual = Enum.Parse<Misbehaviour>(name);
        await rig.Delivery.AddAsync(EventBridgeRig.Events(25));
        await rig.Delivery.StartAsync();

        await rig.HeldAsync(reason);
        // The probe is good and says so, and still the destination is not: a send has to go well first.
        var asked = rig.Receiver.Count("DescribeEventBus");
        await rig.Delivery.PassTimeUntilAsync(() =>
            Task.FromResult(rig.Receiver.Count("DescribeEventBus") > asked + 1)
        );
        Assert.False((await rig.ConditionAsync())!.IsReady);
        Assert.Equal(HealthStatus.Degraded, await rig.HealthAsync());
        Assert.DoesNotContain(await rig.Delivery.RowsAsync(), row => row.State == (long)DeliveryState.SetAside);
        var why = await rig.Delivery.Status.ReasonsAsync(DeliveryRig.Group, Stop);
        Assert.Contains(why, each => !each.IsSetAside && each.Reason == reason);

        rig.Receiver.Usual = Misbehaviour.None;

        await rig.DeliveredAsync();
        await rig.Delivery.PassTimeUntilAsync(async () => (await rig.ConditionAsync())!.IsReady);
        Assert.Equal(HealthStatus.Healthy, await rig.HealthAsync());
        Assert.Equal(25, rig.TakenIds.Distinct().Count());
        Assert.Equal(25, rig.TakenIds.Count);
    }

    [Fact]
    public async Task A_wrong_secret_holds_the_destination_until_it_is_changed()
    {
        var wrong = EventBridgeReceiver.Key with { Secret = "wrong" };
        await using var rig = await EventBridgeRig.OpenAsync(secrets: EventBridgeRig.SecretsOf(wrong));
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));
        await rig.Delivery.StartAsync();
        await rig.HeldAsync("InvalidSignatureException");

        var good = rig.Record with { Secrets = EventBridgeRig.SecretsOf(EventBridgeReceiver.Key) };
        await rig.Delivery.Destinations.PutAsync(good, Stop);

        await rig.DeliveredAsync();
        Assert.Equal(1, (await rig.Delivery.RowsAsync())[0].Attempts);
    }

    [Fact]
    public async Task An_access_key_that_is_withdrawn_while_events_are_sent_loses_none()
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        await rig.Delivery.StartAsync();
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));
        await rig.Delivery.AllAsync(DeliveryState.Delivered);

        rig.Receiver.Allow(EventBridgeReceiver.Key, isGood: false);
        await rig.Delivery.AddAsync(DeliveryRig.Event("c2"));
        await rig.HeldAsync("UnrecognizedClientException");
        rig.Receiver.Allow(EventBridgeReceiver.Key);

        await rig.DeliveredAsync();
        Assert.Equal(2, rig.TakenIds.Count);
    }

    [Fact]
    public async Task A_private_endpoint_that_a_customer_wrote_is_never_connected_to()
    {
        await using var rig = await EventBridgeRig.OpenAsync(settings => settings["endpoint"] = "http://10.1.2.3:80");
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));
        await rig.Delivery.StartAsync();

        await rig.HeldAsync("10.1.2.3 is at no address that may be called from here.");
    }

    [Fact]
    public async Task A_bus_that_must_not_be_asked_for_is_sent_to_without_asking()
    {
        await using var rig = await EventBridgeRig.OpenAsync(settings => settings["probe"] = false);
        rig.Receiver.WhenAsked = Misbehaviour.Denies;
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));

        await rig.Delivery.StartAsync();

        await rig.Delivery.AllAsync(DeliveryState.Delivered);
        Assert.Equal(0, rig.Receiver.Count("DescribeEventBus"));
    }

    [Fact]
    public async Task A_held_destination_keeps_no_other_waiting()
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        rig.Receiver.Buses.Clear();
        await rig.Delivery.AddDestinationAsync("file", "archive", """{"name":"events.jsonl"}""");
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1"));

        await rig.Delivery.StartAsync();

        await Until.TrueAsync(async () =>
            (await rig.Delivery.RowsAsync()).Count(row => row.State == (long)DeliveryState.Delivered) == 1
        );
    }
}
