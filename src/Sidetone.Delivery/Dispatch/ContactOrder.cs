namespace Sidetone.Delivery.Dispatch;

/// <summary>
/// Splits claimed deliveries so that what is sent at the same time holds one event of each contact at most.
/// </summary>
internal static class ContactOrder
{
    /// <summary>
    /// The first events of every contact, then the second ones, and so on; within one part in the order given. Events
    /// without a contact have no order among themselves and go first.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<ClaimedDelivery>> Rounds(IReadOnlyList<ClaimedDelivery> deliveries)
    {
        var rounds = new List<List<ClaimedDelivery>>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var delivery in deliveries)
        {
            var round = 0;
            if (delivery.Event.ContactId is { } contact)
            {
                round = seen.GetValueOrDefault(contact);
                seen[contact] = round + 1;
            }

            if (round == rounds.Count)
            {
                rounds.Add([]);
            }

            rounds[round].Add(delivery);
        }

        return rounds;
    }
}
