using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sidetone.Delivery.Tests.Rigs;

/// <summary>A real HTTP server that takes webhooks, or fails as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _refusals = new();

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.Single()}/hook";

    /// <summary>What came, also what was refused.</summary>
    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    /// <summary>The bodies that were taken.</summary>
    public IReadOnlyList<string> Taken =>
        [.. Requests.Where(request => request.Answered is >= 200 and < 300).Select(request => request.Body)];

    /// <summary>What every request is answered with, unless its contact is refused.</summary>
    public int Status { get; set; } = 204;

    public string? RetryAfter { get; set; }

    /// <summary>While set, requests wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Map("/hook", receiver.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Answers events about a contact with a status.</summary>
    public void Refuse(string contact, int status) => _refusals[contact] = status;

    /// <summary>Refuses nobody any more.</summary>
    public void Accept() => _refusals.Clear();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        await Gate.WaitAsync(context.RequestAborted);
        var status = _refusals
            .Where(refusal => body.Contains($"\"{refusal.Key}\"", StringComparison.Ordinal))
            .Select(refusal => refusal.Value)
            .SingleOrDefault(Status);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        Requests.Enqueue(new ReceivedRequest(context.Request.Method, headers, body, status));
        context.Response.StatusCode = status;
        if (RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }

        if (status is >= 300 and < 400)
        {
            context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
        }
        else if (status >= 400)
        {
            await context.Response.WriteAsync($"no, because {status}", context.RequestAborted);
        }
    }
}

internal sealed record ReceivedRequest(
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    int Answered
)
{
    public string Id => JsonDocument.Parse(Body).RootElement.GetProperty("id").GetString() ?? "";
}
