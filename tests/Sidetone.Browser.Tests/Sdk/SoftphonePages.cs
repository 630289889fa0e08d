using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Sidetone.Browser.Tests.Sdk;

/// <summary>A site of its own with a softphone's two pages: the agent's, which loads the SDK, and the customer's.</summary>
internal sealed class SoftphonePages : IAsyncDisposable
{
    /// <summary>A page that makes or answers a call.</summary>
    public const string Call = """
        <!doctype html><meta charset="utf-8"><title>call</title><audio id="heard" autoplay></audio>
        <script>
        let connection;
        function make() {
          connection = new RTCPeerConnection();
          connection.ontrack = event => { heard.srcObject = event.streams[0]; };
          return connection;
        }
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
          make();
          await speak();
          await connection.setRemoteDescription({ type: 'offer', sdp });
          await connection.setLocalDescription();
          return await gathered();
        }
        const accept = sdp => connection.setRemoteDescription({ type: 'answer', sdp });
        async function counters() {
          const found = { received: 0, lost: 0, sent: 0 };
          for (const stat of (await connection.getStats()).values()) {
            if (stat.type === 'inbound-rtp') { found.received += stat.packetsReceived; found.lost += stat.packetsLost; }
            if (stat.type === 'outbound-rtp') found.sent += stat.packetsSent;
          }
          return found;
        }
        async function farEnd() {
          const reports = [...(await connection.getStats()).values()].filter(stat => stat.type === 'remote-inbound-rtp');
          const { packetsLost, totalRoundTripTime, roundTripTimeMeasurements } = reports[0] ?? {};
          return { lost: packetsLost ?? 0, rttMs: 1000 * totalRoundTripTime / roundTripTimeMeasurements };
        }
        </script>
        """;

    private readonly WebApplication _site;

    private SoftphonePages(WebApplication site) => _site = site;

    /// <summary>The pages' origin. A browser trusts localhost with a microphone.</summary>
    public string Origin => _site.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>The script that the agent's page runs before anything else: tests put the SDK in it.</summary>
    public string AgentScript { get; set; } = "";

    public static async Task<SoftphonePages> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var pages = new SoftphonePages(builder.Build());
        pages._site.MapGet("/agent", (RequestDelegate)(context => pages.Answer(context, pages.AgentScript)));
        pages._site.MapGet("/customer", (RequestDelegate)(context => pages.Answer(context, "")));
        await pages._site.StartAsync(TestContext.Current.CancellationToken);
        return pages;
    }

    /// <summary>Puts the SDK that a server hands out into the agent's page.</summary>
    /// <param name="server">The server.</param>
    /// <param name="before">A script that the page runs before the SDK.</param>
    /// <param name="batchEveryMs">Between two batches; shorter than usual, so that a short call has several.</param>
    public void Observe(SdkServer server, string before = "", int batchEveryMs = 3000) =>
        AgentScript = $$"""
            <script>{{before}}</script>
            <script src="{{server.Address}}sdk/sidetone.js"></script>
            <script>
            window.errors = [];
            window.refused = [];
            window.sidetone = Sidetone.start({
              url: '{{server.Address}}', key: '{{server.IngestKey}}', agent: 'ada',
              batchEveryMs: {{batchEveryMs}}, retryFirstMs: 200, retryMaxMs: 1000,
              onError: error => errors.push(String(error)),
              onRefused: each => refused.push(JSON.stringify(each)),
            });
            function observe(contactId, more) {
              window.call = sidetone.observe(make(), { contactId, ...more });
              call.connecting();
            }
            </script>
            """;

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    private Task Answer(HttpContext context, string script)
    {
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(Call + script, context.RequestAborted);
    }
}
