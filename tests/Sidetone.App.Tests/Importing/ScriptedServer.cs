using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sidetone.Tests.Importing;

/// <summary>A server somewhere in the world that answers as a test says, on a port of its own.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ScriptedServer(WebApplication application) => _application = application;

    public Uri Url => new(_application.Urls.First());

    /// <summary>Starts one; the answer is told the request's number, from 1.</summary>
    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var application = builder.Build();
        var count = 0;
        application.Run(context => answer(context, Interlocked.Increment(ref count)));
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new ScriptedServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
