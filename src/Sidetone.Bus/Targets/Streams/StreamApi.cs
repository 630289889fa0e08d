using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sidetone.Bus.Streams;

namespace Sidetone.Bus.Targets.Streams;

/// <summary>What rules send to an event stream, over HTTP as server-sent events.</summary>
/// <remarks>
/// As <see cref="BusStreamApi"/>: <c>id:</c> is the position, <c>event:</c> the <c>detail-type</c>, <c>data:</c> what the
/// rule's target was to be sent; a reader that comes back with <c>Last-Event-ID</c>, or <c>?after=</c>, misses nothing.
/// </remarks>
public static class StreamApi
{
    private const int PageMax = 100;
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(15);

    /// <summary>Maps <c>GET /v1/bus/streams/{name}</c>.</summary>
    /// <param name="routes">Where to map it.</param>
    /// <param name="groupOf">The group that the caller may read, from its read key; null refuses with 401.</param>
    public static IEndpointConventionBuilder MapRuleStreams(
        this IEndpointRouteBuilder routes,
        Func<HttpContext, ValueTask<Guid?>> groupOf
    ) =>
        routes
            .MapGet("/v1/bus/streams/{name}", (HttpContext context, string name) => GetAsync(context, name, groupOf))
            .WithName("GetRuleStream")
            .WithTags("Events");

    private static async Task GetAsync(HttpContext context, string name, Func<HttpContext, ValueTask<Guid?>> groupOf)
    {
        if (await groupOf(context) is not { } group)
        {
            await TypedResults.Problem("Reading events needs a read key.", statusCode: 401).ExecuteAsync(context);
            return;
        }

        if (!StreamQuery.TryRead(context.Request, out var query, out var problem))
        {
            await TypedResults.Problem(problem, statusCode: 400).ExecuteAsync(context);
            return;
        }

        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await StreamAsync(context, group, name, query, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The reader left, or the server stops: the reader comes back with its last id.
        }
    }

    private static async Task StreamAsync(
        HttpContext context,
        Guid group,
        string name,
        StreamQuery query,
        CancellationToken cancellation
    )
    {
        var log = context.RequestServices.GetRequiredService<StreamLog>();
        var heads = context.RequestServices.GetRequiredService<StreamHeads>();
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var at = query.After ?? await log.HeadAsync(group, name, cancellation);

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // Proxies pass every event on at once.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var writer = new EventStreamWriter(context.Response.BodyWriter);
        await writer.OpenAsync(at, cancellation);
        while (true)
        {
            var growth = heads.Growth;
            var entries = await log.ReadAfterAsync(group, name, at, PageMax, cancellation);
            if (entries.Count > 0)
            {
                at = entries[^1].Position;
                var wanted = entries.Where(entry =>
                    query.DetailTypes.Count == 0 || query.DetailTypes.Contains(entry.DetailType)
                );
                await writer.EventsAsync([.. wanted], cancellation);
                continue;
            }

            var idle = Task.Delay(KeepAliveEvery, time, cancellation);
            if (await Task.WhenAny(growth, idle) == idle)
            {
                await idle;
                await writer.CommentAsync("keep-alive", cancellation);
            }
        }
    }
}
