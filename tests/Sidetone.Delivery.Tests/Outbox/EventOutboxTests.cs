using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;
using Sidetone.Storage;

namespace Sidetone.Delivery.Tests.Outbox;

public sealed class EventOutboxTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Adding_an_event_again_adds_nothing_not_even_for_new_destinations(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1"));
        await rig.AddDestinationAsync("scripted", "second");

        await rig.AddAsync(DeliveryRig.Event("c1", detail: "{\"other\":true}"), DeliveryRig.Event("c2"));

        var rows = await rig.RowsAsync();
        Assert.Equal(["c1", "c2", "c2"], rows.Select(row => row.Contact));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_transaction_that_fails_leaves_no_event(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");

        await Assert.ThrowsAsync<TimeoutException>(() =>
            rig.Database.WriteAsync<bool>(
                async (transaction, stop) =>
                {
                    await rig.Outbox.AddAsync(transaction, [DeliveryRig.Event("c1")], [destination.Id], stop);
                    throw new TimeoutException();
                },
                Stop
            )
        );

        Assert.Empty(await rig.RowsAsync());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_correction_is_sent_with_the_same_id_new_detail_and_a_larger_edition(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1", detail: "{\"mos\":1}"));
        var first = Assert.Single(await ClaimAsync(rig, destination));
        await rig.Claims.StoreAsync(
            [new DeliveryVerdict.Answered(first, new DeliveryOutcome.Delivered(), TimeSpan.Zero)],
            Stop
        );

        await CorrectAsync(rig, DeliveryRig.Event("c1", detail: "{\"mos\":2}"), destination);

        var second = Assert.Single(await ClaimAsync(rig, destination));
        Assert.Equal(first.Event.Id, second.Event.Id);
        Assert.Equal("{\"mos\":2}"u8, second.Event.Detail.Span);
        Assert.True(second.Event.Edition > first.Event.Edition);
        Assert.Equal(0, second.Attempts);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_answer_to_what_was_sent_before_a_correction_does_not_count(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1"));
        var sending = Assert.Single(await ClaimAsync(rig, destination));

        await CorrectAsync(rig, DeliveryRig.Event("c1", detail: "{\"mos\":2}"), destination);
        var lost = await rig.Claims.StoreAsync(
            [new DeliveryVerdict.Answered(sending, new DeliveryOutcome.Delivered(), TimeSpan.Zero)],
            Stop
        );

        Assert.Equal(1, lost);
        Assert.Equal((long)DeliveryState.Pending, Assert.Single(await rig.RowsAsync()).State);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Old_events_are_forgotten_when_nothing_is_left_to_do(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1"), DeliveryRig.Event("c2"), DeliveryRig.Event("c3"));
        var claimed = await ClaimAsync(rig, destination);
        await rig.Claims.StoreAsync(
            [
                new DeliveryVerdict.Answered(claimed[0], new DeliveryOutcome.Delivered(), TimeSpan.Zero),
                new DeliveryVerdict.Answered(claimed[1], new DeliveryOutcome.Rejected("no"), TimeSpan.Zero),
            ],
            Stop
        );
        await rig.AdvanceAsync(TimeSpan.FromHours(2));
        await rig.AddAsync(DeliveryRig.Event("c4"));

        Assert.Equal(1, await rig.Outbox.PurgeAsync(TimeSpan.FromHours(1), Stop));
        Assert.Equal(["c2", "c3", "c4"], (await rig.RowsAsync()).Select(row => row.Contact));
    }

    private static Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DeliveryRig rig, DestinationRecord destination) =>
        rig.Claims.ClaimAsync(destination, "test", 10, TimeSpan.FromMinutes(1), Stop);

    private static Task<bool> CorrectAsync(DeliveryRig rig, OutboxEvent corrected, DestinationRecord destination) =>
        rig.Database.WriteAsync(
            async (transaction, stop) =>
            {
                await rig.Outbox.CorrectAsync(transaction, corrected, [destination.Id], stop);
                return true;
            },
            Stop
        );
}
