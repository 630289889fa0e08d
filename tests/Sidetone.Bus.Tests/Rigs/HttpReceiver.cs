using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sidetone.Bus.Tests.Rigs;

/// <summary>A real HTTP server that answers as the test says; <c>/token</c> gives OAuth tokens.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _tokens;

    private HttpReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>What came to anything but <c>/token</c>.</summary>
    public ConcurrentQueue<ReceivedCall> Calls { get; } = new();

    /// <summary>What came to <c>/token</c>.</summary>
    public ConcurrentQueue<ReceivedCall> TokenCalls { get; } = new();

    /// <summary>Decides the status of an answer.</summary>
    public Func<ReceivedCall, int> Answer { get; set; } = _ => 200;

    public string? RetryAfter { get; set; }

    public string? Location { get; set; }

    public int ExpiresIn { get; set; } = 3600;

    /// <summary>While set, requests wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<HttpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new HttpReceiver(app);
        app.Map("/token", receiver.TokenAsync);
        app.Map("/{**path}", receiver.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TokenAsync(HttpContext context)
    {
        TokenCalls.Enqueue(await ReadAsync(context));
        var number = Interlocked.Increment(ref _tokens);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $$"""{"access_token":"token-{{number}}","token_type":"Bearer","expires_in":{{ExpiresIn}}}""",
            context.RequestAborted
        );
    }

    private async Task TakeAsync(HttpContext context)
    {
        var call = await ReadAsync(context);
        await Gate.WaitAsync(context.RequestAborted);
        Calls.Enqueue(call);
        var status = Answer(call);
        context.Response.StatusCode = status;
        if (RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        if (Location is not null)
        {
            context.Response.Headers.Location = Location;
        }

        if (status >= 400)
        {
            await context.Response.WriteAsync($"no, because {status}", context.RequestAborted);
        }
    }

    private static async Task<ReceivedCall> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        return new ReceivedCall(
            context.Request.Method,
            $"{context.Request.Path}{context.Request.QueryString}",
            headers,
            body
        );
    }
}

internal sealed record ReceivedCall(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body
);
