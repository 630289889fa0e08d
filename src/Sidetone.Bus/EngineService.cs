using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sidetone.Outgoing;
using Sidetone.Storage;

namespace Sidetone.Bus;

/// <summary>
/// Work of the bus that goes on in the background: it waits out a store that is away, and ends loudly at a mistake.
/// </summary>
internal abstract partial class EngineService(string part, EngineHealth health, TimeProvider time, ILogger logger)
    : BackgroundService
{
    private readonly RetrySchedule _retries = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Random.Shared);

    /// <summary>Does what there is to do, then waits until there may be more; called again and again.</summary>
    protected abstract Task WorkAsync(CancellationToken stopping);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        try
        {
            while (true)
            {
                try
                {
                    await WorkAsync(stoppingToken);
                    failures = 0;
                    health.Works(part);
                }
                catch (Exception trouble) when (StoreTrouble.Passes(trouble))
                {
                    var wait = _retries.DelayAfter(++failures, asked: null);
                    health.Waits(part, $"The store does not answer: {trouble.Message}");
                    LogTrouble(trouble, part, wait);
                    await Task.Delay(wait, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is not done is found in the tables at the next start.
        }
        catch (Exception unexpected)
        {
            health.Stopped(part, $"{part} stopped: {unexpected.Message}");
            LogStopped(unexpected, part);
            throw;
        }
    }

    [LoggerMessage(3150, LogLevel.Warning, "The store does not answer the bus's {Part}; next try in {Delay}")]
    private partial void LogTrouble(Exception trouble, string part, TimeSpan delay);

    [LoggerMessage(3151, LogLevel.Critical, "The bus's {Part} stopped by a mistake in this program")]
    private partial void LogStopped(Exception unexpected, string part);
}
