using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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
            .MapGet(
                "/v1/events/stream",
                (HttpContext context) =>
                    StreamRequest.AnswerAsync(
                        context,
                        groupOf,
                        (group, query, stop) => StreamAsync(context, group, query, stop)
                    )
            )
            .WithName("GetEventStream")
            .WithTags("Events");

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

        var writer = await StreamRequest.OpenAsync(context, at, cancellation);
        while (true)
        {
            var page = await log.ReadAfterAsync(group, at, query.DetailTypes, StreamRequest.PageMax, cancellation);
            await writer.EventsAsync(page.Events, cancellation);
            if (page.Through > at)
            {
                at = page.Through;
            }
            else if (!await heads.WaitBeyondAsync(group, at, StreamRequest.KeepAliveEvery, cancellation))
            {
                await writer.CommentAsync("keep-alive", cancellation);
            }
        }
    }
}
