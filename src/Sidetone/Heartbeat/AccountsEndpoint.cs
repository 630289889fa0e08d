using System.Text.Json.Nodes;
using Sidetone.Heartbeat.Accounts;

namespace Sidetone.Heartbeat;

/// <summary><c>/v1/heartbeat-accounts</c>: the SIP accounts of a group. Passwords go in and never come out.</summary>
internal static class AccountsEndpoint
{
    public static Task List(HttpContext context) =>
        HeartbeatRequest.ReadAsync(
            context,
            async holder =>
                HeartbeatJson.List(
                    "accounts",
                    (await Store(context).ListAsync(holder.Group.Group.Id, context.RequestAborted)).Select(account =>
                        account.ToJson()
                    )
                )
        );

    public static Task Put(HttpContext context) =>
        HeartbeatRequest.ChangeAsync(
            context,
            StatusCodes.Status200OK,
            async holder =>
            {
                var account = SipAccount.Parse(await HeartbeatRequest.NamedBodyAsync(context));
                await Store(context).PutAsync(holder.Group.Group.Id, account, context.RequestAborted);
                return account.ToJson();
            }
        );

    public static Task Remove(HttpContext context) =>
        HeartbeatRequest.ChangeAsync(
            context,
            StatusCodes.Status200OK,
            async holder =>
                await Store(context)
                    .RemoveAsync(
                        holder.Group.Group.Id,
                        (string?)context.GetRouteValue("name") ?? "",
                        context.RequestAborted
                    )
                    ? new JsonObject { ["removed"] = true }
                    : null
        );

    private static SipAccountStore Store(HttpContext context) =>
        context.RequestServices.GetRequiredService<SipAccountStore>();
}
