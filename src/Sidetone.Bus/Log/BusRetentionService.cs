using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Storage;

namespace Sidetone.Bus.Log;

/// <summary>Forgets events when they are old enough.</summary>
internal sealed partial class BusRetentionService(
    BusLog log,
    TimeProvider time,
    IOptions<BusOptions> options,
    ILogger<BusRetentionService> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(10), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await PurgeAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task PurgeAsync(CancellationToken cancellation)
    {
        try
        {
            var purged = await log.PurgeAsync(options.Value.KeepEvents, cancellation);
            if (purged > 0)
            {
                LogPurged(purged);
            }
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogPostponed(trouble);
        }
    }

    [LoggerMessage(3110, LogLevel.Information, "Forgot {Count} events of the bus")]
    private partial void LogPurged(int count);

    [LoggerMessage(3111, LogLevel.Warning, "Events of the bus are forgotten later, the store does not answer")]
    private partial void LogPostponed(Exception trouble);
}
