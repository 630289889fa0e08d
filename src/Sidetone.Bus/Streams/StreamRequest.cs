using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sidetone.Bus.Streams;

/// <summary>What every stream of server-sent events begins and ends with: who reads, what is asked, until when.</summary>
internal static class StreamRequest
{
    /// <summary>The most events that are read from a log at once.</summary>
    public const int PageMax = 100;

    /// <summary>How long a stream is silent before a comment shows that it lives.</summary>
    public static readonly TimeSpan KeepAliveEvery = TimeSpan.FromSeconds(15);

    /// <summary>Refuses with 401 or 400, or streams until the reader leaves or the server stops.</summary>
    /// <param name="context">The request.</param>
    /// <param name="groupOf">The group that the caller may read; null when none.</param>
    /// <param name="stream">Streams what was asked of a group.</param>
    public static async Task AnswerAsync(
        HttpContext context,
        Func<HttpContext, ValueTask<Guid?>> groupOf,
        Func<Guid, StreamQuery, CancellationToken, Task> stream
    )
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
            await stream(group, query, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The reader left, or the server stops: the reader comes back with its last id.
        }
    }

    /// <summary>Begins the answer of a stream that continues after a position.</summary>
    public static async Task<EventStreamWriter> OpenAsync(
        HttpContext context,
        long after,
        CancellationToken cancellation
    )
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // Proxies pass every event on at once.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var writer = new EventStreamWriter(context.Response.BodyWriter);
        await writer.OpenAsync(after, cancellation);
        return writer;
    }
}
