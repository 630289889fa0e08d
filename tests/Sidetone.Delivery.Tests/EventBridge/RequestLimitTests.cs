using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Tests.EventBridge;

namespace Sidetone.Delivery.Tests.EventBridge;

/// <summary>Both limits of a request at their edges, on what arrives at a receiver that keeps them, too.</summary>
public sealed class RequestLimitTests
{
    private const int BytesMax = EventBridgeReceiver.RequestBytesMax;

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(11, new[] { 1, 10 })]
    [InlineData(95, new[] { 5, 10, 10, 10, 10, 10, 10, 10, 10, 10 })]
    public async Task A_request_has_ten_entries_at_most(int events, int[] requests)
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        await rig.Delivery.AddAsync(EventBridgeRig.Events(events));

        await rig.Delivery.StartAsync();

        await rig.Delivery.AllAsync(DeliveryState.Delivered);
        Assert.Equal(requests, rig.RequestSizes.Order());
        Assert.Equal(events, rig.TakenIds.Distinct().Count());
        Assert.Equal(events, rig.TakenIds.Count);
    }

    [Theory]
    [InlineData(20, new[] { 20 })]
    [InlineData(21, new[] { 1, 20 })]
    public async Task A_partners_request_has_twenty_entries_at_most(int events, int[] requests)
    {
        await using var rig = await EventBridgeRig.OpenPartnerAsync();
        rig.Receiver.Sources[(rig.Record.Source, EventBridgeRig.PartnerAccount)] = "ACTIVE";
        await rig.Delivery.AddAsync(EventBridgeRig.Events(events));

        await rig.Delivery.StartAsync();

        await rig.Delivery.AllAsync(DeliveryState.Delivered);
        Assert.Equal(requests, rig.RequestSizes.Order());
        Assert.Equal(events, rig.Receiver.Taken.Count);
    }

    [Theory]
    [InlineData(new[] { BytesMax }, new[] { 1 })]
    [InlineData(new[] { 100_000, BytesMax - 100_000 }, new[] { 2 })]
    [InlineData(new[] { 100_000, BytesMax - 99_999 }, new[] { 1, 1 })]
    [InlineData(new[] { BytesMax, BytesMax, 500 }, new[] { 1, 1, 1 })]
    public async Task The_entries_of_a_request_add_up_to_the_limit_at_most(int[] sizes, int[] requests)
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        await rig.Delivery.AddAsync([.. sizes.Select((bytes, i) => EventBridgeRig.EventOf(bytes, $"c{i}"))]);

        await rig.Delivery.StartAsync();

        await rig.Delivery.AllAsync(DeliveryState.Delivered);
        Assert.Equal(requests, rig.RequestSizes);
        Assert.Equal(sizes.Length, rig.Receiver.Taken.Count);
    }

    [Fact]
    public async Task An_event_one_byte_over_the_limit_is_set_aside_with_the_reason_and_no_other_with_it()
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        await rig.Delivery.AddAsync(
            DeliveryRig.Event("c1"),
            EventBridgeRig.EventOf(BytesMax + 1, "c2"),
            DeliveryRig.Event("c3")
        );

        await rig.Delivery.StartAsync();

        await Until.TrueAsync(async () => (await rig.Delivery.RowsAsync()).All(row => row.State >= 2));
        var aside = Assert.Single(
            await rig.Delivery.Status.SetAsideAsync(DeliveryRig.Group, 10, TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            "The event has 262,145 bytes as EventBridge counts them, and a request at most 262,144.",
            aside.Reason
        );
        Assert.Equal([2], rig.RequestSizes);
    }

    [Fact]
    public async Task Letters_of_more_than_one_byte_count_as_many()
    {
        await using var rig = await EventBridgeRig.OpenAsync(settings => settings["requestBytesMax"] = 1_024);
        var pad = new string('ü', 450);
        await rig.Delivery.AddAsync(DeliveryRig.Event("c1", detail: $$"""{"pad":"{{pad}}"}"""));

        await rig.Delivery.StartAsync();

        await rig.Delivery.AllAsync(DeliveryState.SetAside);
        Assert.Empty(rig.RequestSizes);
    }

    [Fact]
    public async Task A_detail_type_that_would_vanish_is_set_aside()
    {
        await using var rig = await EventBridgeRig.OpenAsync();
        await rig.Delivery.AddAsync(
            DeliveryRig.Event("c1", new string('T', 129)),
            DeliveryRig.Event("c2", new string('T', 128))
        );

        await rig.Delivery.StartAsync();

        await Until.TrueAsync(async () => (await rig.Delivery.RowsAsync()).All(row => row.State >= 2));
        Assert.Equal("c2", Assert.Single(await rig.Delivery.RowsAsync(), row => row.State == 2).Contact);
    }

    [Fact]
    public async Task When_a_whole_request_is_refused_only_what_is_refused_alone_is_set_aside()
    {
        // The receiver's limit is smaller than the one that was set, as AWS's may be one day.
        await using var rig = await EventBridgeRig.OpenAsync(settings => settings["requestBytesMax"] = 1_048_576);
        await rig.Delivery.AddAsync(
            DeliveryRig.Event("c1"),
            EventBridgeRig.EventOf(BytesMax + 1, "c2"),
            EventBridgeRig.EventOf(BytesMax, "c3")
        );

        await rig.Delivery.StartAsync();

        await Until.TrueAsync(async () => (await rig.Delivery.RowsAsync()).All(row => row.State >= 2));
        var aside = Assert.Single(await rig.Delivery.RowsAsync(), row => row.State == (long)DeliveryState.SetAside);
        Assert.Equal(
            ("c2", "ValidationException: Total size of the entries in the request is over the limit."),
            (aside.Contact, aside.LastError)
        );
        Assert.Equal([1, 1, 1, 3], rig.RequestSizes.Order());
        Assert.Equal(2, rig.Receiver.Taken.Count);
    }
}
