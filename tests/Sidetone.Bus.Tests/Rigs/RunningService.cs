using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sidetone.Bus.Invocations;

namespace Sidetone.Bus.Tests.Rigs;

/// <summary>The service that invokes, running.</summary>
internal sealed class RunningService(IHostedService service) : IAsyncDisposable
{
    public static async Task<RunningService> StartAsync(IServiceProvider services)
    {
        var service = services.GetServices<IHostedService>().OfType<InvocationService>().Single();
        await service.StartAsync(TestContext.Current.CancellationToken);
        return new RunningService(service);
    }

    public async ValueTask DisposeAsync() => await service.StopAsync(CancellationToken.None);
}
