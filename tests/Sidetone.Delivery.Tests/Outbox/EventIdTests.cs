using Sidetone.Delivery.Outbox;
using Sidetone.Delivery.Tests.Rigs;

namespace Sidetone.Delivery.Tests.Outbox;

public sealed class EventIdTests
{
    [Fact]
    public void An_id_is_a_uuid_of_version_8_of_the_common_variant()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var id = EventId.For(DeliveryRig.Group, "CallSummary", $"contact-{seed}", "ada").Value;
            Assert.True(id.Version == 8 && id.Variant is >= 8 and <= 11, $"Seed {seed}: {id}.");
        }
    }

    [Fact]
    public void The_same_thing_has_the_same_id_for_ever()
    {
        // Approved once: events already sent carry it, so it may not change.
        var id = EventId.For(DeliveryRig.Group, "CallSummary", "ac7a6a89-1111-2222-3333-1e659475d24e", "ada");
        Assert.Equal("1fdfd4b0-62c7-8241-8566-d7ab5a2ec120", id.ToString());
    }

    [Fact]
    public void Group_type_and_every_part_of_the_key_make_another_id()
    {
        EventId[] ids =
        [
            EventId.For(DeliveryRig.Group, "CallSummary", "c", "ada"),
            EventId.For(DeliveryRig.Group, "InsightsSummary", "c", "ada"),
            EventId.For(Guid.Empty, "CallSummary", "c", "ada"),
            EventId.For(DeliveryRig.Group, "CallSummary", "c", "bob"),
            EventId.For(DeliveryRig.Group, "CallSummary", "ca", "da"),
            EventId.For(DeliveryRig.Group, "CallSummary", "cada"),
            EventId.For(DeliveryRig.Group, "CallSummary", "c", "ada", ""),
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Bytes_bring_the_id_back()
    {
        var id = EventId.For(DeliveryRig.Group, "CallSummary", "c", "ada");
        Assert.Equal(id, EventId.Parse(id.ToBytes()));
    }
}
