using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Archiving;
using Sidetone.Bus.Invocations;
using Sidetone.Bus.Targets.Streams;
using Sidetone.Storage;

namespace Sidetone.Bus.Log;

/// <summary>Forgets what is old enough: events, entries of streams, archived events, failures.</summary>
internal sealed partial class BusRetentionService(
    Database database,
    BusLog log,
    StreamLog streams,
    ArchiveRetention archives,
    FailedInvocations failures,
    TimeProvider time,
    IOptions<BusOptions> options,
    IOptions<InvocationOptions> invocations,
    ILogger<BusRetentionService> logger
) : BackgroundService
{
    // A lane that is used again is made again; what is forgotten is only its number.
    private static readonly TimeSpan KeepLanes = TimeSpan.FromDays(1);

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
            // Failures first: an event stays as long as one needs it.
            await failures.PurgeAsync(invocations.Value.KeepFailed, cancellation);
            await Lanes.PurgeAsync(database, KeepLanes, cancellation);
            await archives.PurgeAsync(cancellation);
            await streams.PurgeAsync(options.Value.KeepEvents, cancellation);
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
