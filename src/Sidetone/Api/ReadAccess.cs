using System.Diagnostics.CodeAnalysis;
using Sidetone.Groups;
using Sidetone.Intake;
using Sidetone.Intake.Refusals;

namespace Sidetone.Api;

/// <summary>Who may read events, calls and counters of a group: holders of its read and admin keys.</summary>
internal static class ReadAccess
{
    /// <summary>The holder of the request's key, or why the request is refused.</summary>
    public static bool TryGrant(
        HttpContext context,
        [NotNullWhen(true)] out KeyHolder? holder,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        var keys = context.RequestServices.GetRequiredService<KeyRing>();
        var token = SenderKey.Of(context.Request.Headers);
        holder = null;
        refusal = null;
        if (token.Length == 0)
        {
            refusal = new Refusal(RefusalReason.KeyMissing, "Send a read key.");
        }
        else if (!keys.TryFind(token, out holder))
        {
            refusal = new Refusal(RefusalReason.KeyUnknown, "The key is not known here, or it was revoked.");
        }
        else if (holder.Role == KeyRole.Ingest)
        {
            refusal = new Refusal(
                RefusalReason.KeyRole,
                "An ingest key only writes. Reading needs a read or admin key."
            );
        }

        return refusal is null;
    }

    /// <summary>The holder of the request's admin key, or why the request is refused.</summary>
    public static bool TryGrantChange(
        HttpContext context,
        [NotNullWhen(true)] out KeyHolder? holder,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        if (TryGrant(context, out holder, out refusal) && holder.Role != KeyRole.Admin)
        {
            refusal = new Refusal(RefusalReason.KeyRole, "A read key changes nothing. This needs an admin key.");
            holder = null;
        }

        return refusal is null;
    }
}
