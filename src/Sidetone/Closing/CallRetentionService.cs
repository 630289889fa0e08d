using Sidetone.Groups;
using Sidetone.Storage;
using Sidetone.Storage.Log;

namespace Sidetone.Closing;

/// <summary>Forgets closed calls that are older than their group keeps them; their keys stay as tombstones.</summary>
internal sealed partial class CallRetentionService(
    ITelemetryLog log,
    ClosedCallStore calls,
    KeyRing groups,
    TimeProvider time,
    ILogger<CallRetentionService> logger
) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var group in groups.Groups)
                {
                    await PurgeAsync(group, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task PurgeAsync(GroupSnapshot group, CancellationToken cancellation)
    {
        var oldest = time.GetUtcNow().AddDays(-group.Settings.RetentionDays).ToUnixTimeMilliseconds();
        try
        {
            // The log first: while it knows a call, batches for it are still worked in.
            await log.PurgeAsync(group.Group.Id, oldest, cancellation);
            var forgotten = await calls.PurgeAsync(group.Group.Id, oldest, cancellation);
            if (forgotten > 0)
            {
                LogForgotten(forgotten, group.Group.Id);
            }
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogPostponed(trouble.Message);
        }
    }

    [LoggerMessage(2010, LogLevel.Information, "Forgot {Count} calls of group {Group}, older than it keeps them")]
    private partial void LogForgotten(int count, Guid group);

    [LoggerMessage(2011, LogLevel.Warning, "Old calls are forgotten later, the store does not answer: {Reason}")]
    private partial void LogPostponed(string reason);
}
