using Microsoft.Extensions.Logging;

namespace Sidetone.Bus.Schedules;

/// <summary>Fires the schedules that are due.</summary>
internal sealed class ScheduleService(
    ScheduleClock clock,
    EngineHealth health,
    TimeProvider time,
    ILogger<ScheduleService> logger
) : EngineService("schedules", health, time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time;

    protected override async Task WorkAsync(CancellationToken stopping)
    {
        await clock.FireAsync(stopping);
        await Task.Delay(LookEvery, _time, stopping);
    }
}
