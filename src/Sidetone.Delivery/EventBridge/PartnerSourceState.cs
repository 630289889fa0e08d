using System.Globalization;
using Sidetone.Delivery.Aws;
using Sidetone.Delivery.Destinations;

namespace Sidetone.Delivery.EventBridge;

/// <summary>Whether events of a partner event source arrive: only while the customer has a bus of it.</summary>
internal static class PartnerSourceState
{
    /// <summary>What the list of a source's accounts says about one of them.</summary>
    /// <param name="source">The partner event source.</param>
    /// <param name="account">The customer's account.</param>
    /// <param name="accounts">The accounts that the source was made for.</param>
    public static ProbeFinding Of(string source, string account, IReadOnlyList<PartnerSourceAccount> accounts) =>
        accounts.FirstOrDefault(each => each.Account == account) switch
        {
            { State: "ACTIVE" } => new ProbeFinding(true, $"{source} is ACTIVE in account {account}."),
            // PutPartnerEvents says yes to events of such a source too, and drops them.
            { State: "PENDING" } pending => new ProbeFinding(
                false,
                $"{source} is PENDING in account {account}: the customer has not made an event bus of it yet{Until(pending)}."
            ),
            { State: { } other } => new ProbeFinding(false, $"{source} is {other} in account {account}."),
            _ => new ProbeFinding(
                false,
                $"{source} was not made for account {account}: 'sidetone destination partner create' makes it."
            ),
        };

    private static string Until(PartnerSourceAccount pending)
    {
        if (pending.ExpirationTime is not { } seconds)
        {
            return "";
        }

        var end = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return $", and it goes away on {end.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)}";
    }
}
