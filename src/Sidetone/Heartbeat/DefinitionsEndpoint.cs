using System.Text.Json.Nodes;
using Sidetone.Groups;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Jobs;

namespace Sidetone.Heartbeat;

/// <summary><c>/v1/heartbeats</c>: what is tested, and when.</summary>
internal static class DefinitionsEndpoint
{
    public static Task List(HttpContext context) =>
        HeartbeatRequest.ReadAsync(
            context,
            async holder =>
            {
                var all = await Store(context).ListAsync(GroupOf(holder), context.RequestAborted);
                return HeartbeatJson.List("heartbeats", all.Select(HeartbeatJson.Of));
            }
        );

    public static Task Find(HttpContext context) =>
        HeartbeatRequest.ReadAsync(
            context,
            async holder =>
                TryId(context, out var id)
                && await Store(context).FindAsync(GroupOf(holder), id, context.RequestAborted) is { } found
                    ? HeartbeatJson.Of(found)
                    : null
        );

    public static Task Add(HttpContext context) =>
        HeartbeatRequest.ChangeAsync(
            context,
            StatusCodes.Status201Created,
            async holder =>
            {
                var definition = DefinitionJson.Parse(await HeartbeatRequest.BodyAsync(context));
                var added = await Store(context).AddAsync(GroupOf(holder), definition, context.RequestAborted);
                context.Response.Headers.Location = $"/v1/heartbeats/{added.Id}";
                return HeartbeatJson.Of(added);
            }
        );

    public static Task Replace(HttpContext context) =>
        HeartbeatRequest.ChangeAsync(
            context,
            StatusCodes.Status200OK,
            async holder =>
            {
                var definition = DefinitionJson.Parse(await HeartbeatRequest.BodyAsync(context));
                return
                    TryId(context, out var id)
                    && await Store(context).ReplaceAsync(GroupOf(holder), id, definition, context.RequestAborted)
                        is { } replaced
                    ? HeartbeatJson.Of(replaced)
                    : null;
            }
        );

    public static Task Remove(HttpContext context) =>
        HeartbeatRequest.ChangeAsync(
            context,
            StatusCodes.Status200OK,
            async holder =>
                TryId(context, out var id)
                && await Store(context).RemoveAsync(GroupOf(holder), id, context.RequestAborted)
                    ? new JsonObject { ["removed"] = true }
                    : null
        );

    public static Task Run(HttpContext context) =>
        HeartbeatRequest.ChangeAsync(
            context,
            StatusCodes.Status202Accepted,
            async holder =>
            {
                var planner = context.RequestServices.GetRequiredService<JobPlanner>();
                if (
                    !TryId(context, out var id)
                    || await Store(context).FindAsync(GroupOf(holder), id, context.RequestAborted) is null
                )
                {
                    return null;
                }

                var job = await planner.RunAsync(GroupOf(holder), id, context.RequestAborted);
                context.Response.Headers.Location = $"/v1/heartbeat-jobs/{job}";
                return new JsonObject { ["jobId"] = job.ToString() };
            }
        );

    private static HeartbeatStore Store(HttpContext context) =>
        context.RequestServices.GetRequiredService<HeartbeatStore>();

    private static Guid GroupOf(KeyHolder holder) => holder.Group.Group.Id;

    private static bool TryId(HttpContext context, out Guid id) =>
        Guid.TryParse((string?)context.GetRouteValue("id"), out id);
}
