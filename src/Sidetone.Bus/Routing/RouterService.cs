using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Streams;

namespace Sidetone.Bus.Routing;

/// <summary>Routes events as they are appended.</summary>
internal sealed class RouterService(
    EventRouter router,
    BusHeads heads,
    EngineHealth health,
    TimeProvider time,
    IOptions<RoutingOptions> options,
    ILogger<RouterService> logger
) : EngineService("routing", health, time, logger)
{
    protected override async Task WorkAsync(CancellationToken stopping)
    {
        // Before the look: what comes during it ends the wait at once.
        var growth = heads.Growth;
        if (await router.RouteAsync(stopping) > 0)
        {
            return; // There may be more of what was found.
        }

        await heads.WaitAsync(growth, options.Value.LookEvery, stopping);
    }
}
