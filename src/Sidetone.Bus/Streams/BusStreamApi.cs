using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sidetone.Bus.Log;

namespace Sidetone.Bus.Streams;

/// <summary>The events of a group as they come, over HTTP as server-sent events.</summary>
/// <remarks>
/// <c>id:</c> is the position, <c>event:</c> the <c>detail-type</c>, <c>data:</c> the envelope. A reader that comes
/// back with <c>Last-Event-ID</c>, or <c>?after=</c>, gets everything since, in order and once. A slow reader costs
/// no memory: it reads from the log at its own pace.
/// </remarks>
public static class BusStreamApi
{
    private const int PageMax = 100;
    private static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(15);

    /// <summary>Maps <c>GET /v1/events/stream</c>.</summary>
    /// <param name="routes">Where to map it.</param>
    /// <param name="groupOf">
    /// The group whose events the caller may read, from its read key; null refuses the request with 401.
    /// </param>
    public static IEndpointConventionBuilder MapBusStream(
        this IEndpointRouteBuilder routes,
        Func<HttpContext, ValueTask<Guid?>> groupOf
    ) =>
        routes
            .MapGet("/v1/events/stream", (HttpContext context) => GetAsync(context, groupOf))
            .WithName("GetEventStream")
            .WithTags("Events");

    private static async Task GetAsync(HttpContext context, Func<HttpContext, ValueTask<Guid?>> groupOf)
    {
        if (await groupOf(context) is not { } group)
        {
            await TypedResults
                .Problem("Reading events needs a read key.", statusCode: StatusCodes.Status401Unauthorized)
                .ExecuteAsync(context);
            return;
        }

        if (!StreamQuery.TryRead(context.Request, out var query, out var problem))
        {
            await TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }

        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await StreamAsync(context, group, query, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The reader left, or the server stops: the reader comes back with its last id.
        }
    }

    private static async Task StreamAsync(
        HttpContext context,
        Guid group,
        StreamQuery query,
        CancellationToken cancellation
    )
    {
        var log = context.RequestServices.GetRequiredService<BusLog>();
        var heads = context.RequestServices.GetRequiredService<BusHeads>();
        var at = query.After ?? await log.HeadAsync(group, cancellation);

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // Proxies pass every event on at once.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var writer = new EventStreamWriter(context.Response.BodyWriter);
        await writer.OpenAsync(at, cancellation);
        while (true)
        {
            var page = await log.ReadAfterAsync(group, at, query.DetailTypes, PageMax, cancellation);
            await writer.EventsAsync(page.Events, cancellation);
            if (page.Through > at)
            {
                at = page.Through;
            }
            else if (!await heads.WaitBeyondAsync(group, at, KeepAliveEvery, cancellation))
            {
                await writer.CommentAsync("keep-alive", cancellation);
            }
        }
    }
}
