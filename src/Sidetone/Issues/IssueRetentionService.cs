using Sidetone.Groups;
using Sidetone.Storage;

namespace Sidetone.Issues;

/// <summary>Forgets issues that are older than their group keeps calls.</summary>
internal sealed partial class IssueRetentionService(
    IssueStore issues,
    KeyRing groups,
    TimeProvider time,
    ILogger<IssueRetentionService> logger
) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(10);

    /// <summary>Forgets what is due now.</summary>
    public async Task PurgeAsync(CancellationToken cancellation)
    {
        foreach (var group in groups.Groups)
        {
            var oldest = time.GetUtcNow().AddDays(-group.Settings.RetentionDays).ToUnixTimeMilliseconds();
            try
            {
                var forgotten = await issues.PurgeAsync(group.Group.Id, oldest, cancellation);
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
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
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

    [LoggerMessage(3210, LogLevel.Information, "Forgot {Count} issues of group {Group}, older than it keeps them")]
    private partial void LogForgotten(int count, Guid group);

    [LoggerMessage(3211, LogLevel.Warning, "Old issues are forgotten later, the store does not answer: {Reason}")]
    private partial void LogPostponed(string reason);
}
