using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>Makes jobs of due slots and runs them, some at a time. Any node may run any job.</summary>
public sealed partial class HeartbeatService(
    Database database,
    JobPlanner planner,
    JobClaims claims,
    AgentLegWaits waits,
    JobRunner runner,
    HeartbeatMetrics metrics,
    IOptions<HeartbeatOptions> options,
    ILogger<HeartbeatService> logger
) : BackgroundService
{
    // One look makes no more jobs than this: what is due beyond it is for the next, and for other nodes.
    private const int PlansPerLook = 200;

    private readonly HeartbeatOptions _options = options.Value;
    private readonly HashSet<Task> _running = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                await database.WaitAsync(HeartbeatStore.Channel, _options.LookEvery, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what waits goes on waiting. Calls under way are hung up, and their jobs end as failed.
        }
        finally
        {
            await Task.WhenAll(_running);
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await EndAbandonedAsync(stoppingToken);
            while (await waits.EndOverdueAsync(stoppingToken) is { } overdue)
            {
                metrics.Ended(overdue);
            }

            if (_options.ConcurrentCalls == 0)
            {
                return;
            }

            for (var planned = 0; planned < PlansPerLook; planned++)
            {
                if (!await planner.PlanOneAsync(_options.Grace, stoppingToken))
                {
                    break;
                }
            }

            await StartAsManyAsPossibleAsync(stoppingToken);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogStoreTrouble(trouble.Message);
        }
    }

    private async Task EndAbandonedAsync(CancellationToken stoppingToken)
    {
        while (await claims.EndAbandonedAsync(stoppingToken) is { } abandoned)
        {
            metrics.Ended(abandoned);
            LogAbandoned(abandoned.Id, abandoned.Heartbeat);
        }
    }

    private async Task StartAsManyAsPossibleAsync(CancellationToken stoppingToken)
    {
        // A job that failed has thrown only what is a mistake of this program: it ends the service, and health says so.
        foreach (var over in _running.Where(task => task.IsCompleted).ToArray())
        {
            _running.Remove(over);
            await over;
        }

        while (_running.Count < _options.ConcurrentCalls)
        {
            switch (await claims.ClaimAsync(_options.Node, _options.Lease, _options.Grace, stoppingToken))
            {
                case ClaimOutcome.Claimed claimed:
                    _running.Add(Task.Run(() => runner.RunAsync(claimed.Job, stoppingToken), CancellationToken.None));
                    break;
                case ClaimOutcome.Settled settled:
                    metrics.Ended(settled.Job);
                    LogSettled(settled.Job.Id, settled.Job.Heartbeat, settled.Job.Reason);
                    break;
                default:
                    return;
            }
        }
    }

    [LoggerMessage(
        3510,
        LogLevel.Warning,
        "Job {Job} of heartbeat {Heartbeat} has failed: its server stopped in mid-call"
    )]
    private partial void LogAbandoned(JobId job, Guid heartbeat);

    [LoggerMessage(3511, LogLevel.Warning, "Job {Job} of heartbeat {Heartbeat} placed no call: {Reason}")]
    private partial void LogSettled(JobId job, Guid heartbeat, string reason);

    [LoggerMessage(3512, LogLevel.Warning, "The store does not answer, heartbeats wait: {Reason}")]
    private partial void LogStoreTrouble(string reason);
}
