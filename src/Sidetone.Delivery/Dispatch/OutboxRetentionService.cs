using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Delivery.Outbox;
using Sidetone.Storage;

namespace Sidetone.Delivery.Dispatch;

/// <summary>Forgets delivered events when they are old enough.</summary>
internal sealed partial class OutboxRetentionService(
    EventOutbox outbox,
    TimeProvider time,
    IOptions<DeliveryOptions> options,
    ILogger<OutboxRetentionService> logger
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
            var purged = await outbox.PurgeAsync(options.Value.KeepDelivered, cancellation);
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

    [LoggerMessage(3020, LogLevel.Information, "Forgot {Count} delivered events")]
    private partial void LogPurged(int count);

    [LoggerMessage(3021, LogLevel.Warning, "Delivered events are forgotten later, the store does not answer")]
    private partial void LogPostponed(Exception trouble);
}
