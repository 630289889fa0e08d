using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using Sidetone.RecordCall;

namespace Sidetone.Browser.Tests.Sdk;

/// <summary>What a browser itself counted of a connection.</summary>
internal sealed record Counted(long Received, long Lost, long Sent)
{
    public static Counted operator +(Counted left, Counted right) =>
        new(left.Received + right.Received, left.Lost + right.Lost, left.Sent + right.Sent);
}

/// <summary>A call between two pages of a real browser; the agent's page observes it with the SDK that the server serves.</summary>
internal sealed class ObservedCall : IAsyncDisposable
{
    public const string Chromium = "/usr/bin/chromium";

    private readonly string _folder = Directory.CreateTempSubdirectory("sdk-call-").FullName;
    private readonly IPlaywright _playwright;
    private readonly SoftphonePages _pages;
    private readonly IFarEnd? _farEnd;
    private IPage? _customer;

    private ObservedCall(IPlaywright playwright, SoftphonePages pages, SdkServer server, IFarEnd? farEnd)
    {
        _playwright = playwright;
        _pages = pages;
        _farEnd = farEnd;
        Server = server;
    }

    public SdkServer Server { get; }

    public IBrowserContext Browser { get; private set; } = null!;

    public IPage Agent { get; private set; } = null!;

    /// <summary>What the agent's page says of the call besides its contact.</summary>
    public object Description { get; set; } = new();

    public string ContactId { get; } = Guid.CreateVersion7().ToString();

    /// <summary>Starts server, pages and browser; the call is not connected yet.</summary>
    /// <param name="before">A script that the agent's page runs before the SDK.</param>
    /// <param name="batchEveryMs">Between two batches; shorter than usual, so that a short call has several.</param>
    /// <param name="farEnd">The customer's end; null for another page of the same browser.</param>
    /// <param name="logLevel">What the server logs at least.</param>
    /// <param name="settings">More of the group's settings.</param>
    public static async Task<ObservedCall> PrepareAsync(
        string before = "",
        int batchEveryMs = 3000,
        IFarEnd? farEnd = null,
        string logLevel = "Warning",
        params string[] settings
    )
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed.");
        var pages = await SoftphonePages.StartAsync();
        var server = await SdkServer.StartAsync(pages.Origin, logLevel, settings);
        pages.Observe(server, before, batchEveryMs);
        var call = new ObservedCall(await Playwright.CreateAsync(), pages, server, farEnd);
        await call.StartBrowserAsync();
        return call;
    }

    /// <summary>Starts the agent's browser, with the profile that an earlier one left.</summary>
    public async Task StartBrowserAsync() =>
        Browser = await Browsers.StartAsync(_playwright, Chromium, null, _folder, voice: 1);

    /// <summary>Sends SIGKILL to the browser and to all its processes, which are those that name its profile.</summary>
    public async Task KillBrowserAsync()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Browser.Close += (_, _) => closed.TrySetResult();
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (await IsOursAsync(process.Id))
                {
                    process.Kill();
                }
            }
        }

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private async Task<bool> IsOursAsync(int process)
    {
        try
        {
            var line = await File.ReadAllTextAsync($"/proc/{process}/cmdline");
            return line.Contains(_folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // It ended meanwhile.
        }
    }

    /// <summary>Connects agent and customer over a new connection, which the agent's page observes.</summary>
    public async Task ConnectAsync()
    {
        Agent = Agent is { IsClosed: false } ? Agent : await OpenAsync("agent");
        _customer ??= _farEnd is null ? await OpenAsync("customer") : await _farEnd.OpenAsync(_playwright, _folder);
        await Agent.EvaluateAsync("call => observe(call.id, call.more)", new { id = ContactId, more = Description });
        var offer = await Agent.EvaluateAsync<string>("offer()");
        var answer = await _customer.EvaluateAsync<string>("sdp => answer(sdp)", _farEnd?.PassOffer(offer) ?? offer);
        await Agent.EvaluateAsync("sdp => accept(sdp)", _farEnd?.PassAnswer(answer) ?? answer);
        await Agent.WaitForFunctionAsync("connection.connectionState === 'connected'");
        await Agent.EvaluateAsync("call.connected()");
    }

    /// <summary>Starts and connects.</summary>
    public static async Task<ObservedCall> StartAsync(
        string before = "",
        int batchEveryMs = 3000,
        IFarEnd? farEnd = null
    )
    {
        var call = await PrepareAsync(before, batchEveryMs, farEnd);
        try
        {
            await call.ConnectAsync();
            return call;
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the agent has received some more packets; what the browser then counted.</summary>
    public async Task<Counted> TalkAsync(int seconds)
    {
        var until = (await CountersAsync()).Received + (50 * seconds);
        await Agent.EvaluateAsync(
            """
            async until => {
              while ((await counters()).received < until) await new Promise(resolve => setTimeout(resolve, 100));
            }
            """,
            until
        );
        return await CountersAsync();
    }

    public async Task<Counted> CountersAsync()
    {
        var found = await Agent.EvaluateAsync<JsonElement>("counters()");
        return new Counted(
            found.GetProperty("received").GetInt64(),
            found.GetProperty("lost").GetInt64(),
            found.GetProperty("sent").GetInt64()
        );
    }

    /// <summary>Stops both pages' media, so that counters stand still; what the browser counted at last.</summary>
    public async Task<Counted> SilenceAsync()
    {
        await _customer!.EvaluateAsync("Promise.all(connection.getSenders().map(sender => sender.replaceTrack(null)))");
        await Agent.EvaluateAsync("Promise.all(connection.getSenders().map(sender => sender.replaceTrack(null)))");
        var last = await CountersAsync();
        while (true)
        {
            await Agent.WaitForTimeoutAsync(300);
            var now = await CountersAsync();
            if (now == last)
            {
                return now;
            }

            last = now;
        }
    }

    /// <summary>Says that the call is over; what the page's SDK complained of.</summary>
    public async Task EndAsync()
    {
        await Agent.EvaluateAsync("call.end({ endedBy: 'Agent' })");
        Assert.Equal("", await Agent.EvaluateAsync<string>("refused.join('\\n')"));
    }

    public Task<string> ErrorsAsync() => Agent.EvaluateAsync<string>("errors.join('\\n')");

    /// <summary>Opens another page of the agent's in the same browser.</summary>
    public async Task<IPage> OpenAsync(string name)
    {
        var page = await Browser.NewPageAsync();
        await page.GotoAsync($"{_pages.Origin}/{name}");
        return page;
    }

    /// <summary>Goes on in another page: the one before is gone.</summary>
    public async Task MoveToNewPageAsync() => Agent = await OpenAsync("agent");

    /// <summary>What a summary says of the same.</summary>
    public static Counted Totals(JsonElement summary)
    {
        var metrics = summary.GetProperty("webRTCSession").GetProperty("metrics");
        var (inbound, outbound) = (metrics.GetProperty("inbound"), metrics.GetProperty("outbound"));
        return new Counted(
            inbound.GetProperty("packetsReceived").GetInt64(),
            inbound.GetProperty("packetsLost").GetInt64(),
            outbound.GetProperty("packetsSent").GetInt64()
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        await (_farEnd?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright.Dispose();
        await Server.DisposeAsync();
        await _pages.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
