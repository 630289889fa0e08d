using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sidetone.Bus.Resources;
using Sidetone.Bus.Streams;
using Sidetone.Outgoing;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Bus.Tests.Rigs;

/// <summary>The event stream on a real HTTP server. The header <c>X-Group</c> stands for the read key.</summary>
internal sealed class StreamRig : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamRig(BusRig bus, WebApplication app)
    {
        Bus = bus;
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public BusRig Bus { get; }

    public HttpClient Http { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<StreamRig> StartAsync()
    {
        var bus = await BusRig.OpenAsync(Engine.Sqlite);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(bus.Store.Time);
        builder.Services.AddSingleton<Database>(bus.Database);
        builder.Services.AddSingleton<IBusTenants>(new NoTenants());
        builder.Services.AddSingleton<ISecretBox>(new SecretBox(new byte[SecretBox.KeyBytes]));
        builder.Services.AddSingleton(new OutgoingAddressPolicy(allowLoopback: true, []));
        builder.Services.AddBus();
        var app = builder.Build();
        app.MapBusStream(context =>
            ValueTask.FromResult(Guid.TryParse(context.Request.Headers["X-Group"], out var group) ? group : (Guid?)null)
        );
        await app.StartAsync(Stop);
        return new StreamRig(bus, app);
    }

    /// <summary>Opens the stream and reads its first comment, so that it is there before the test goes on.</summary>
    public async Task<EventReader> OpenAsync(string query = "", string? lastId = null, Guid? group = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events/stream{query}");
        request.Headers.Add("X-Group", (group ?? BusRig.Group).ToString());
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var reader = new EventReader(response);
        reader.Opened = await reader.NextAsync();
        Assert.StartsWith(": open|id: ", reader.Opened, StringComparison.Ordinal);
        return reader;
    }

    private sealed class NoTenants : IBusTenants
    {
        public ValueTask<BusTenant?> FindAsync(Guid group, CancellationToken cancellation) => new((BusTenant?)null);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Bus.DisposeAsync();
    }
}

/// <summary>Reads blocks of <c>text/event-stream</c>.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IDisposable
{
    private StreamReader? _lines;

    public HttpResponseMessage Response => response;

    /// <summary>The first block, which says where the stream begins.</summary>
    public string Opened { get; set; } = "";

    /// <summary>The next block without its empty line, its lines joined by <c>|</c>.</summary>
    public async Task<string> NextAsync()
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(TimeSpan.FromSeconds(30));
        _lines ??= new StreamReader(await response.Content.ReadAsStreamAsync(end.Token));
        var block = new List<string>();
        while (await _lines.ReadLineAsync(end.Token) is { } line)
        {
            if (line.Length > 0)
            {
                block.Add(line);
            }
            else if (block.Count > 0)
            {
                break;
            }
        }

        return string.Join('|', block);
    }

    public void Dispose()
    {
        _lines?.Dispose();
        response.Dispose();
    }
}
