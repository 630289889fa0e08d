using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;

namespace Sidetone.Delivery.Tests.EventBridge;

/// <summary>A registered partner's events wait while the customer has no bus of the source.</summary>
public sealed class PartnerTests
{
    [Fact]
    public async Task Events_wait_while_the_source_is_pending_and_go_out_when_it_is_active()
    {
        await using var rig = await EventBridgeRig.OpenPartnerAsync();
        var key = (rig.Record.Source, EventBridgeRig.PartnerAccount);
        rig.Receiver.Sources[(rig.Record.Source, "000000000001")] = "ACTIVE"; // Another customer's, on the first page.
        await rig.Delivery.AddAsync(EventBridgeRig.Events(3));
        await rig.Delivery.StartAsync();

        await rig.HeldAsync("was not made for account 210987654321");
        rig.Receiver.Sources[key] = "PENDING";
        await rig.HeldAsync(
            "is PENDING in account 210987654321: the customer has not made an event bus of it yet, and it"
        );
        Assert.Equal(0, rig.Receiver.Count("PutPartnerEvents"));

        rig.Receiver.Sources[key] = "ACTIVE";
        await rig.DeliveredAsync();
        Assert.Equal(3, rig.Receiver.Taken.Count);
        Assert.Empty(rig.Receiver.Lost);
        Assert.All(rig.Receiver.Taken, taken => Assert.Equal((rig.Record.Source, null), (taken.Source, taken.Bus)));

        rig.Receiver.Sources[key] = "DELETED";
        rig.Receiver.Sources.TryRemove((rig.Record.Source, "000000000001"), out _);
        await rig.Delivery.AdvanceAsync(TimeSpan.FromSeconds(61));
        await rig.Delivery.AddAsync(DeliveryRig.Event("later"));
        await rig.HeldAsync("is DELETED");
        Assert.Equal((long)DeliveryState.Pending, (await rig.Delivery.RowsAsync())[^1].State);
        Assert.Empty(rig.Receiver.Lost);
    }
}
