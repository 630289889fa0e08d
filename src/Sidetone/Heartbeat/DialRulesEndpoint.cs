using Sidetone.Heartbeat.DialRules;

namespace Sidetone.Heartbeat;

/// <summary><c>/v1/heartbeat-dial-rules</c>: what a group's heartbeats may dial, and how often.</summary>
internal static class DialRulesEndpoint
{
    public static Task Find(HttpContext context) =>
        HeartbeatRequest.ReadAsync(
            context,
            async holder => (await Store(context).FindAsync(holder.Group.Group.Id, context.RequestAborted)).ToJson()
        );

    public static Task Put(HttpContext context) =>
        HeartbeatRequest.ChangeAsync(
            context,
            StatusCodes.Status200OK,
            async holder =>
            {
                var rules = DialRuleSet.Parse(await HeartbeatRequest.BodyAsync(context));
                await Store(context).PutAsync(holder.Group.Group.Id, rules, context.RequestAborted);
                return rules.ToJson();
            }
        );

    private static DialRuleStore Store(HttpContext context) =>
        context.RequestServices.GetRequiredService<DialRuleStore>();
}
