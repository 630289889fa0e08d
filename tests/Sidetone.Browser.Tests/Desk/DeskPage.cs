using System.Text.Json;
using Microsoft.Playwright;
using Sidetone.Browser.Tests.Sdk;

namespace Sidetone.Browser.Tests.Desk;

/// <summary>An agent's page with the parts of the SDK that stand beside its core, as the server serves them.</summary>
internal sealed class DeskPage : IAsyncDisposable
{
    private readonly HttpClient _client = new();

    private DeskPage(ObservedCall call) => Call = call;

    public ObservedCall Call { get; }

    public IPage Page => Call.Agent;

    /// <summary>A page in which no call is on.</summary>
    public static async Task<DeskPage> OutsideCallAsync()
    {
        var desk = new DeskPage(await ObservedCall.PrepareAsync());
        await desk.Call.MoveToNewPageAsync();
        return desk;
    }

    /// <summary>A page in which a call is on, and has been for some seconds.</summary>
    public static async Task<DeskPage> InCallAsync()
    {
        var desk = new DeskPage(await ObservedCall.StartAsync());
        await desk.Call.TalkAsync(3);
        return desk;
    }

    /// <summary>Lets the agent report issues.</summary>
    /// <param name="options">A JavaScript object.</param>
    public async Task OfferIssuesAsync(string options = "{}")
    {
        await Page.AddScriptTagAsync(new() { Url = $"{Call.Server.Address}sdk/sidetone-desk.js" });
        await Page.EvaluateAsync($"window.desk = SidetoneDesk.reportIssues(sidetone, {options})");
    }

    /// <summary>Listens to the group's bus from now on; the result is the first event of a type, and what it weighs in time.</summary>
    public async Task<Func<Task<JsonElement>>> ListenAsync(string detailType)
    {
        var stop = TestContext.Current.CancellationToken;
        using var request = Call.Server.Read("/v1/events/stream?after=0");
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        var lines = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
        return () => FirstAsync(lines, detailType);
    }

    /// <summary>What the server answers a reader.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var request = Call.Server.Read(path);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Call.DisposeAsync();
    }

    private static async Task<JsonElement> FirstAsync(StreamReader lines, string detailType)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal))
            {
                continue;
            }

            using var envelope = JsonDocument.Parse(line["data:".Length..]);
            if (envelope.RootElement.GetProperty("detail-type").GetString() == detailType)
            {
                return envelope.RootElement.Clone();
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
