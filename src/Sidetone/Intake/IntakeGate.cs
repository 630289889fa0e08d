using Sidetone.Groups;
using Sidetone.Intake.Refusals;

namespace Sidetone.Intake;

/// <summary>Decides who may send.</summary>
internal sealed class IntakeGate(KeyRing keys)
{
    /// <summary>The holder of a key, if it may send from where it sends now; else why not.</summary>
    /// <param name="token">The key.</param>
    /// <param name="origin">The page's origin; null when no page asks.</param>
    /// <param name="holder">Who holds the key, refused or not; null when nobody does.</param>
    /// <param name="mayRead">Whether a read key will do: nothing is sent.</param>
    public Refusal? Admit(ReadOnlySpan<char> token, string? origin, out KeyHolder? holder, bool mayRead = false)
    {
        if (!keys.TryFind(token, out holder))
        {
            return new Refusal(RefusalReason.KeyUnknown, "The key is not known here, or it was revoked.");
        }

        if (holder.Role == KeyRole.Read && !mayRead)
        {
            return new Refusal(RefusalReason.KeyRole, "This is a read key. An ingest key is needed to send.");
        }

        if (origin is not null && !holder.Group.Allows(origin))
        {
            return new Refusal(
                RefusalReason.OriginNotAllowed,
                $"The group does not let pages of {origin} send. Add it to the group's allowedOrigins."
            );
        }

        return holder.Allowance.TryTake(holder.Group.Settings.RateLimit, out var after)
            ? null
            : new Refusal(
                RefusalReason.RateLimited,
                "The key sends more batches than its group's rateLimit allows.",
                RetryAfter: after
            );
    }
}
