using Sidetone.Storage;

namespace Sidetone.Groups;

/// <summary>Forgets, now and then, what is older than its group keeps it. What a kind of thing forgets is its own affair.</summary>
internal abstract partial class GroupRetentionService(KeyRing groups, TimeProvider time, ILogger logger)
    : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(10);

    /// <summary>The clock that says what is old.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>What is forgotten, in the plural, as a log names it.</summary>
    protected abstract string What { get; }

    /// <summary>Forgets what is due now, group by group; a store that does not answer is asked again next time.</summary>
    public virtual async Task PurgeAsync(CancellationToken cancellation)
    {
        foreach (var group in groups.Groups)
        {
            var oldest = Time.GetUtcNow().AddDays(-group.Settings.RetentionDays).ToUnixTimeMilliseconds();
            try
            {
                var forgotten = await PurgeAsync(group.Group.Id, oldest, cancellation);
                if (forgotten > 0)
                {
                    LogForgotten(forgotten, What, group.Group.Id);
                }
            }
            catch (Exception trouble) when (StoreTrouble.Passes(trouble))
            {
                LogPostponed(What, trouble.Message);
            }
        }
    }

    /// <summary>Forgets what a group has from before an instant, in milliseconds since the Unix epoch; how many that were.</summary>
    protected abstract Task<int> PurgeAsync(Guid group, long oldestMs, CancellationToken cancellation);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, Time);
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

    [LoggerMessage(2010, LogLevel.Information, "Forgot {Count} {What} of group {Group}, older than it keeps them")]
    private partial void LogForgotten(int count, string what, Guid group);

    [LoggerMessage(2011, LogLevel.Warning, "Old {What} are forgotten later, the store does not answer: {Reason}")]
    private partial void LogPostponed(string what, string reason);
}
