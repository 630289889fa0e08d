using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sidetone.Groups;
using Sidetone.Serving;

namespace Sidetone.Tests.Serving;

/// <summary>A real server on a free port with a data folder of its own, one group and a key of each role.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static int _count;

    private readonly ServerOptions _options;
    private readonly TimeProvider _time;

    private RunningServer(ServerHost host, ServerOptions options, TimeProvider time, string folder, CreatedGroup group)
    {
        _options = options;
        _time = time;
        Host = host;
        Folder = folder;
        Group = group;
        Http = new HttpClient { BaseAddress = new Uri(host.Urls.First()) };
    }

    public ServerHost Host { get; private set; }

    public string Folder { get; }

    public CreatedGroup Group { get; }

    public HttpClient Http { get; private set; }

    public GroupStore Groups => Host.Services.GetRequiredService<GroupStore>();

    public AccessKeyStore Keys => Host.Services.GetRequiredService<AccessKeyStore>();

    public static async Task<RunningServer> StartAsync(
        Func<ServerOptions, ServerOptions>? change = null,
        string settings = "{}",
        TimeProvider? time = null,
        string? folder = null
    )
    {
        folder ??= NewFolder();
        var options = new ServerOptions { DataFolder = folder, Urls = ["http://127.0.0.1:0"] };
        options = change?.Invoke(options) ?? options;
        time ??= TimeProvider.System;
        var host = await ServerHost.BuildAsync(options, time, Stop);
        var store = host.Services.GetRequiredService<GroupStore>();
        var group = await store.CreateAsync(
            $"group {Interlocked.Increment(ref _count)}",
            AccountGroup.DefaultAccount,
            GroupSettings.Default,
            Stop
        );
        await store.ChangeSettingsAsync(group.Group.Id, settings, Stop);
        await host.Services.GetRequiredService<KeyRing>().RefreshAsync(Stop);
        await host.StartAsync(Stop);
        return new RunningServer(host, options, time, folder, group);
    }

    /// <summary>Stops it as an operator would, and starts another one on the same store; its address is a new one.</summary>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await Host.StopAsync(Stop);
        await Host.DisposeAsync();
        Http.Dispose();
        meanwhile?.Invoke();
        Host = await ServerHost.BuildAsync(_options, _time, Stop);
        await Host.StartAsync(Stop);
        Http = new HttpClient { BaseAddress = new Uri(Host.Urls.First()) };
    }

    public static string NewFolder() =>
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"sidetone-{Guid.NewGuid():n}")).FullName;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Sends a body to the intake with the group's ingest key.</summary>
    public Task<Answer> SendAsync(byte[] body, Action<HttpRequestMessage>? change = null) =>
        SendAsync(body, Group.IngestKey, change);

    public async Task<Answer> SendAsync(byte[] body, string? key, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches")
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        change?.Invoke(request);
        using var response = await Http.SendAsync(request, Stop);
        return await Answer.ReadAsync(response);
    }

    public async Task<Answer> GetAsync(string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var response = await Http.SendAsync(request, Stop);
        return await Answer.ReadAsync(response);
    }

    /// <summary>How often a reason was counted for the group.</summary>
    public async Task<long> RefusedAsync(string reason)
    {
        var answer = await GetAsync("/v1/intake/counters", Group.AdminKey);
        return answer.Json.GetProperty("refused").TryGetProperty(reason, out var count) ? count.GetInt64() : 0;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.StopAsync(CancellationToken.None);
        await Host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A response, read whole.</summary>
internal sealed record Answer(
    HttpStatusCode Status,
    string Type,
    TimeSpan? RetryAfter,
    string Text,
    HttpResponseHeaders Headers
)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string Reason => Json.GetProperty("reason").GetString() ?? "";

    public string Path => Json.TryGetProperty("path", out var path) ? path.GetString() ?? "" : "";

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType ?? "",
            response.Headers.RetryAfter?.Delta,
            await response.Content.ReadAsStringAsync(RunningServer.Stop),
            response.Headers
        );

    /// <summary>Requires that the answer is a problem document with a status and a reason.</summary>
    public Answer Refused(HttpStatusCode status, string reason)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        Assert.Equal("application/problem+json", Type);
        Assert.Equal(reason, Reason);
        Assert.Equal($"urn:sidetone:problem:{reason}", Json.GetProperty("type").GetString());
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEqual("", Json.GetProperty("title").GetString());
        Assert.NotEqual("", Json.GetProperty("detail").GetString());
        return this;
    }

    /// <summary>Requires that a batch was taken.</summary>
    public Answer Accepted(bool repeated = false)
    {
        Assert.True(Status == HttpStatusCode.Accepted, $"{(int)Status} instead of 202: {Text}");
        Assert.True(Json.GetProperty("accepted").GetBoolean());
        Assert.Equal(repeated, Json.GetProperty("repeated").GetBoolean());
        return this;
    }
}
