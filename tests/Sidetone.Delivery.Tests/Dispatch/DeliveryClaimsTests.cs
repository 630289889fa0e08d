using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;

namespace Sidetone.Delivery.Tests.Dispatch;

public sealed class DeliveryClaimsTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Owners_that_claim_at_the_same_time_share_the_work_and_never_a_delivery(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync([.. Enumerable.Range(0, 60).Select(i => DeliveryRig.Event($"c{i}"))]);

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => rig.Claims.ClaimAsync(destination, $"node-{i}", 25, Lease, Stop))
        );

        var claimed = claims.SelectMany(claim => claim.Select(delivery => delivery.Position)).ToArray();
        Assert.Equal(claimed.Length, claimed.Distinct().Count());
        Assert.Equal(60, claimed.Length + await RestAsync(rig, destination));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_delivery_whose_lease_is_over_goes_to_another_and_the_first_owners_answer_is_void(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1"));
        var slow = Assert.Single(await rig.Claims.ClaimAsync(destination, "slow", 10, Lease, Stop));

        await rig.AdvanceAsync(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await rig.Claims.ClaimAsync(destination, "other", 10, Lease, Stop));
        await rig.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        var other = Assert.Single(await rig.Claims.ClaimAsync(destination, "other", 10, Lease, Stop));

        Assert.Equal(1, await rig.Claims.StoreAsync([Rejected(slow)], Stop));
        Assert.Equal(0, await rig.Claims.StoreAsync([Delivered(other, "x-1")], Stop));
        var row = Assert.Single(await rig.RowsAsync());
        Assert.Equal(((long)DeliveryState.Delivered, "x-1", null), (row.State, row.ExternalId, row.LastError));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_later_event_of_a_contact_waits_while_an_earlier_one_is_to_be_tried_again(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1"));
        var first = Assert.Single(await rig.Claims.ClaimAsync(destination, "n", 10, Lease, Stop));
        await rig.Claims.StoreAsync([Later(first, TimeSpan.FromSeconds(30))], Stop);
        await rig.AddAsync(DeliveryRig.Event("c1", "InsightsSummary"), DeliveryRig.Event("c2"));

        var meanwhile = Assert.Single(await rig.Claims.ClaimAsync(destination, "n", 10, Lease, Stop));
        Assert.Equal("c2", meanwhile.Event.ContactId);
        Assert.Empty(await rig.Claims.ClaimAsync(destination, "n", 10, Lease, Stop));

        await rig.AdvanceAsync(TimeSpan.FromSeconds(30));
        var both = await rig.Claims.ClaimAsync(destination, "n", 10, Lease, Stop);
        Assert.Equal(["CallSummary", "InsightsSummary"], both.Select(delivery => delivery.Event.DetailType));
        Assert.Equal(1, both[0].Attempts);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_event_behind_another_is_not_found_due_again_and_again(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1"));
        await rig.Claims.ClaimAsync(destination, "n", 10, Lease, Stop);
        await rig.AddAsync(DeliveryRig.Event("c1", "InsightsSummary"));

        Assert.Empty(await rig.Claims.ClaimAsync(destination, "n", 10, Lease, Stop));

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.Single(await rig.Claims.DueAsync(Stop)).DueIn);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_claim_that_ends_before_a_contacts_earlier_event_does_not_take_the_later_one(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1"), DeliveryRig.Event("c1", "InsightsSummary"));

        var one = await rig.Claims.ClaimAsync(destination, "n", 1, Lease, Stop);

        Assert.Equal("CallSummary", Assert.Single(one).Event.DetailType);
        Assert.Empty(await rig.Claims.ClaimAsync(destination, "n", 1, Lease, Stop));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_node_that_starts_again_gets_its_own_claims_back_at_once_and_no_others(Engine engine)
    {
        await using var rig = await DeliveryRig.OpenAsync(engine);
        var destination = await rig.AddDestinationAsync("scripted");
        await rig.AddAsync(DeliveryRig.Event("c1"), DeliveryRig.Event("c2"));
        var mine = Assert.Single(await rig.Claims.ClaimAsync(destination, "me", 1, Lease, Stop));
        await rig.Claims.ClaimAsync(destination, "other", 1, Lease, Stop);

        Assert.Equal(1, await rig.Claims.ReleaseOwnAsync("me", Stop));

        var again = Assert.Single(await rig.Claims.ClaimAsync(destination, "me", 10, Lease, Stop));
        Assert.Equal(mine.Position, again.Position);
    }

    private static async Task<int> RestAsync(DeliveryRig rig, DestinationRecord destination) =>
        (await rig.Claims.ClaimAsync(destination, "rest", 100, Lease, Stop)).Count;

    private static DeliveryVerdict.Answered Delivered(ClaimedDelivery delivery, string id) =>
        new(delivery, new DeliveryOutcome.Delivered(id), TimeSpan.Zero);

    private static DeliveryVerdict.Answered Rejected(ClaimedDelivery delivery) =>
        new(delivery, new DeliveryOutcome.Rejected("no"), TimeSpan.Zero);

    private static DeliveryVerdict.Answered Later(ClaimedDelivery delivery, TimeSpan delay) =>
        new(delivery, new DeliveryOutcome.RetryLater("busy"), delay);
}
