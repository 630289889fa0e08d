using System.Text.Json.Nodes;
using Sidetone.Delivery;
using Sidetone.Delivery.Destinations;
using Sidetone.Groups;
using Sidetone.Heartbeat.Workflows;

namespace Sidetone.Heartbeat;

/// <summary><c>/v1/heartbeat-workflows</c>: who is told of what. A webhook's signing secret is shown once.</summary>
internal static class WorkflowsEndpoint
{
    public static Task List(HttpContext context) =>
        HeartbeatRequest.ReadAsync(
            context,
            async holder =>
                HeartbeatJson.List(
                    "workflows",
                    (await Store(context).ListAsync(holder.Group.Group.Id, context.RequestAborted)).Select(
                        HeartbeatJson.Of
                    )
                )
        );

    public static Task Put(HttpContext context) =>
        HeartbeatRequest.ChangeAsync(
            context,
            StatusCodes.Status200OK,
            async holder =>
            {
                var time = context.RequestServices.GetRequiredService<TimeProvider>();
                var asked = WorkflowRequest.Parse(
                    await HeartbeatRequest.NamedBodyAsync(context),
                    Guid.CreateVersion7(time.GetUtcNow())
                );
                return await PutAsync(Store(context), holder.Group.Group, asked, time, context.RequestAborted);
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

    /// <summary>Stores a workflow that was asked for; what is printed of it, with the signing secret this once.</summary>
    public static async Task<JsonObject> PutAsync(
        WorkflowStore workflows,
        AccountGroup group,
        WorkflowRequest asked,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var place = BuiltInBus.DestinationOf(group) with { Id = DestinationId.New(time) };
        var stored = await workflows.PutAsync(place, asked.Workflow, asked.Webhook, asked.Secrets, cancellation);
        var json = HeartbeatJson.Of(stored);
        if (asked.Secrets.SigningSecret is { } secret)
        {
            json["signingSecret"] = secret;
        }

        return json;
    }

    private static WorkflowStore Store(HttpContext context) =>
        context.RequestServices.GetRequiredService<WorkflowStore>();
}
