using Microsoft.Extensions.Options;
using Sidetone.Api;
using Sidetone.Groups;
using Sidetone.Heartbeat.Jobs;

namespace Sidetone.Heartbeat;

/// <summary><c>/v1/heartbeat-jobs</c>: what the calls gave.</summary>
internal static class JobsEndpoint
{
    private const int PageDefault = 50;
    private const int PageMax = 500;

    /// <summary>Jobs, the newest first: <c>?before=</c> a page's <c>next</c>, <c>?max=</c> up to 500.</summary>
    public static Task List(HttpContext context) =>
        HeartbeatRequest.ReadAsync(
            context,
            async holder =>
            {
                var id = (string?)context.GetRouteValue("id");
                if (id is not null && !Guid.TryParse(id, out _))
                {
                    return null;
                }

                var query = context.Request.Query;
                var max = (int)Math.Clamp(query.NumberOf("max", PageDefault), 1, PageMax);
                var jobs = await Store(context)
                    .ListAsync(
                        holder.Group.Group.Id,
                        id is null ? null : Guid.Parse(id),
                        JobId.TryParse(query["before"], out var before) ? before : null,
                        max,
                        context.RequestAborted
                    );
                var live = context.RequestServices.GetRequiredService<LiveCalls>();
                var page = HeartbeatJson.List("jobs", jobs.Select(job => HeartbeatJson.Of(job, live.Of(job.Id))));
                if (jobs.Count == max)
                {
                    page["next"] = jobs[^1].Id.ToString();
                }

                return page;
            }
        );

    public static Task Find(HttpContext context) =>
        HeartbeatRequest.ReadAsync(
            context,
            async holder =>
                await FindAsync(context, holder) is { } job
                    ? HeartbeatJson.Of(job, context.RequestServices.GetRequiredService<LiveCalls>().Of(job.Id))
                    : null
        );

    /// <summary>What both ends heard, as a WAV file: left the customer's ear, right the agent's.</summary>
    public static async Task Recording(HttpContext context, KeyHolder holder)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<HeartbeatOptions>>().Value;
        var job = await FindAsync(context, holder);
        var file = job?.Recording is { } name
            ? new FileInfo(Path.Combine(options.RecordingFolder, Path.GetFileName(name)))
            : null;
        if (file is not { Exists: true })
        {
            // Never made, no longer kept, or on the disk of the node that placed the call.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await using var content = file.OpenRead();
        context.Response.ContentType = "audio/wav";
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = "private, no-store";
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task<HeartbeatJob?> FindAsync(HttpContext context, KeyHolder holder) =>
        JobId.TryParse((string?)context.GetRouteValue("job"), out var id)
            ? await Store(context).FindAsync(holder.Group.Group.Id, id, context.RequestAborted)
            : null;

    private static JobStore Store(HttpContext context) => context.RequestServices.GetRequiredService<JobStore>();
}
