using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Bus.Streams;

namespace Sidetone.Bus.Targets.Streams;

/// <summary>What rules send to an event stream, over HTTP as server-sent events.</summary>
/// <remarks>
/// As <see cref="BusStreamApi"/>: <c>id:</c> is the position, <c>event:</c> the <c>detail-type</c>, <c>data:</c> what the
/// rule's target was to be sent; a reader that comes back with <c>Last-Event-ID</c>, or <c>?after=</c>, misses nothing.
/// </remarks>
public static class StreamApi
{
    /// <summary>Maps <c>GET /v1/bus/streams/{name}</c>.</summary>
    /// <param name="routes">Where to map it.</param>
    /// <param name="groupOf">The group that the caller may read, from its read key; null refuses with 401.</param>
    public static IEndpointConventionBuilder MapRuleStreams(
        this IEndpointRouteBuilder routes,
        Func<HttpContext, ValueTask<Guid?>> groupOf
    ) =>
        routes
            .MapGet(
                "/v1/bus/streams/{name}",
                (HttpContext context, string name) =>
                    StreamRequest.AnswerAsync(
                        context,
                        groupOf,
                        (group, query, stop) => StreamAsync(context, group, name, query, stop)
                    )
            )
            .WithName("GetRuleStream")
            .WithTags("Events");

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

        var writer = await StreamRequest.OpenAsync(context, at, cancellation);
        while (true)
        {
            var growth = heads.Growth;
            var entries = await log.ReadAfterAsync(group, name, at, StreamRequest.PageMax, cancellation);
            if (entries.Count > 0)
            {
                at = entries[^1].Position;
                var wanted = entries.Where(entry =>
                    query.DetailTypes.Count == 0 || query.DetailTypes.Contains(entry.DetailType)
                );
                await writer.EventsAsync([.. wanted], cancellation);
                continue;
            }

            var idle = Task.Delay(StreamRequest.KeepAliveEvery, time, cancellation);
            if (await Task.WhenAny(growth, idle) == idle)
            {
                await idle;
                await writer.CommentAsync("keep-alive", cancellation);
            }
        }
    }
}
