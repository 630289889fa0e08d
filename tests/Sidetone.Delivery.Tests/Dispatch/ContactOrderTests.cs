using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Dispatch;
using Sidetone.Delivery.Tests.Rigs;

namespace Sidetone.Delivery.Tests.Dispatch;

public sealed class ContactOrderTests
{
    [Fact]
    public void What_is_sent_together_holds_a_contact_once_and_rounds_keep_each_contacts_order()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            ClaimedDelivery[] claimed =
            [
                .. Enumerable.Range(1, random.Next(30)).Select(i => Claimed(i, random.Next(6))),
            ];

            var rounds = ContactOrder.Rounds(claimed);

            Assert.All(
                rounds,
                round =>
                {
                    var contacts = round.Select(delivery => delivery.Event.ContactId).OfType<string>().ToArray();
                    Assert.True(
                        contacts.Length == contacts.Distinct().Count(),
                        $"Seed {seed}: a contact is there twice."
                    );
                }
            );
            var sent = rounds.SelectMany(round => round).ToArray();
            Assert.True(sent.Length == claimed.Length, $"Seed {seed}: {sent.Length} of {claimed.Length}.");
            foreach (var contact in sent.Where(delivery => delivery.Event.ContactId is not null).GroupBy(Contact))
            {
                var positions = contact.Select(delivery => delivery.Position).ToArray();
                Assert.True(positions.SequenceEqual(positions.Order()), $"Seed {seed}: {contact.Key} out of order.");
            }
        }
    }

    private static string? Contact(ClaimedDelivery delivery) => delivery.Event.ContactId;

    // Contact 0 stands for none.
    private static ClaimedDelivery Claimed(int position, int contact)
    {
        var added = DeliveryRig.Event($"c{contact}");
        var outgoing = new OutgoingEvent
        {
            Id = added.Id,
            Edition = 1,
            Group = added.Group,
            DetailType = added.DetailType,
            ContactId = contact == 0 ? null : added.ContactId,
            OccurredAt = added.OccurredAt,
            Detail = added.Detail,
            Source = "s",
            Account = "000000000000",
            Region = "r",
        };
        return new ClaimedDelivery(position, 1, 0, TimeSpan.Zero, outgoing);
    }
}
