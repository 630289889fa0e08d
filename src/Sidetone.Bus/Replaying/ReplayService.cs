using Microsoft.Extensions.Logging;

namespace Sidetone.Bus.Replaying;

/// <summary>Carries out replays as they are asked for.</summary>
internal sealed class ReplayService(
    ReplayRunner runner,
    EngineHealth health,
    TimeProvider time,
    ILogger<ReplayService> logger
) : EngineService("replays", health, time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        if (!await runner.StepAsync(stopping))
        {
            await Task.Delay(LookEvery, _time, stopping);
        }
    }
}
