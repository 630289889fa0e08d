using System.Text.Json;
using Microsoft.Playwright;

namespace Sidetone.RecordCall;

/// <summary>A call between an agent's and a customer's browser, recorded by the agent's.</summary>
/// <remarks>
/// The two pages exchange their descriptions through this program and their media over the network. The recording is
/// the browser's own: <c>chrome://webrtc-internals</c> in another tab, opened before the call.
/// </remarks>
internal sealed class LiveCall : IAsyncDisposable
{
    private const string Page = """
        <!doctype html><title>call</title><audio id="heard" autoplay></audio>
        <script>
        const connection = new RTCPeerConnection();
        connection.ontrack = event => { heard.srcObject = event.streams[0]; };
        const gathered = () => new Promise(resolve => {
          const check = () => connection.iceGatheringState === 'complete' && resolve(connection.localDescription.sdp);
          connection.onicegatheringstatechange = check;
          check();
        });
        async function speak() {
          const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
          stream.getTracks().forEach(track => connection.addTrack(track, stream));
        }
        async function offer() {
          await speak();
          await connection.setLocalDescription();
          return await gathered();
        }
        async function answer(sdp) {
          await speak();
          await connection.setRemoteDescription({ type: 'offer', sdp });
          await connection.setLocalDescription();
          return await gathered();
        }
        const accept = sdp => connection.setRemoteDescription({ type: 'answer', sdp });
        async function counters(type) {
          for (const stat of (await connection.getStats()).values()) {
            if (stat.type === type && stat.kind === 'audio') return JSON.stringify(stat);
          }
          return '{}';
        }
        </script>
        """;

    private readonly string _folder;
    private readonly IPlaywright _playwright;
    private readonly List<IBrowserContext> _browsers = [];
    private IPage? _internals;
    private IPage? _agent;

    private LiveCall(string folder, IPlaywright playwright)
    {
        _folder = folder;
        _playwright = playwright;
    }

    /// <summary>Starts both browsers and connects the call.</summary>
    public static async Task<LiveCall> StartAsync(CallSetting setting)
    {
        var folder = Directory.CreateTempSubdirectory("call-").FullName;
        var call = new LiveCall(folder, await Playwright.CreateAsync());
        try
        {
            await call.ConnectAsync(setting);
            return call;
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
    }

    private async Task ConnectAsync(CallSetting setting)
    {
        var agent = await StartAsync(setting.Chromium, setting.AgentNamespace, "agent", voice: 1);
        var customer = await StartAsync(setting.Chromium, setting.CustomerNamespace, "customer", voice: 2);
        _internals = await agent.NewPageAsync();
        await _internals.GotoAsync("chrome://webrtc-internals/?keepRemovedConnections");
        _agent = await OpenAsync(agent, "https://softphone.example/agent");
        var far = await OpenAsync(customer, "https://softphone.example/customer");
        var offer = await _agent.EvaluateAsync<string>("offer()");
        var answer = await far.EvaluateAsync<string>("sdp => answer(sdp)", offer);
        await _agent.EvaluateAsync("sdp => accept(sdp)", answer);
        await _agent.WaitForFunctionAsync("connection.connectionState === 'connected'");
    }

    private async Task<IBrowserContext> StartAsync(string chromium, string? networkNamespace, string name, int voice)
    {
        var browser = await Browsers.StartAsync(
            _playwright,
            chromium,
            networkNamespace,
            Path.Combine(_folder, name),
            voice
        );
        _browsers.Add(browser);
        return browser;
    }

    /// <summary>Opens the call's page under an address that a browser trusts with a microphone; no server is asked.</summary>
    private static async Task<IPage> OpenAsync(IBrowserContext browser, string address)
    {
        var page = await browser.NewPageAsync();
        await page.RouteAsync(
            address,
            route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = Page })
        );
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Lets the call go on for a time.</summary>
    public Task TalkAsync(TimeSpan time) => _agent!.WaitForTimeoutAsync((float)time.TotalMilliseconds);

    /// <summary>Hangs up and takes the recording.</summary>
    public async Task<RecordedCall> EndAsync()
    {
        var heard = await _agent!.EvaluateAsync<string>("counters('inbound-rtp')");
        var spoken = await _agent.EvaluateAsync<string>("counters('outbound-rtp')");
        await _agent.EvaluateAsync("connection.close()");

        // The tab learns of the end by a message from the browser, not from us.
        await _internals!.EvaluateAsync(
            """
            new Promise(resolve => {
              const isClosed = each => each.toJSON().updateLog.some(entry => entry.type === 'close');
              const check = () => Object.values(peerConnectionDataStore).some(isClosed) ? resolve() : setTimeout(check, 20);
              check();
            })
            """
        );
        var internals = await DownloadAsync("#dump-click-target");
        var rtcStats = await DownloadAsync("#dump-click-target-rtcstats");
        return new RecordedCall(internals!, rtcStats, heard, spoken);
    }

    /// <summary>Clicks a button of the tab and takes what it downloads; null when this browser has no such button.</summary>
    private async Task<byte[]?> DownloadAsync(string button)
    {
        if (await _internals!.Locator(button).CountAsync() == 0)
        {
            return null;
        }

        var download = await _internals.RunAndWaitForDownloadAsync(() =>
            _internals.EvaluateAsync("button => document.querySelector(button).click()", button)
        );
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
        {
            await browser.CloseAsync();
        }

        _playwright.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
