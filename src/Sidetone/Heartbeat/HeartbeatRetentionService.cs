using Microsoft.Extensions.Options;
using Sidetone.Groups;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Storage;

namespace Sidetone.Heartbeat;

/// <summary>Forgets jobs that are older than their group keeps calls, and recordings that are kept no longer.</summary>
internal sealed partial class HeartbeatRetentionService(
    JobStore jobs,
    KeyRing groups,
    TimeProvider time,
    IOptions<HeartbeatOptions> options,
    ILogger<HeartbeatRetentionService> logger
) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(10);

    /// <summary>Forgets what is due now.</summary>
    public async Task PurgeAsync(CancellationToken cancellation)
    {
        try
        {
            DeleteOldFiles();
            await jobs.ForgetRecordingsAsync(options.Value.KeepRecordings, cancellation);

            foreach (var group in groups.Groups)
            {
                var oldest = time.GetUtcNow().AddDays(-group.Settings.RetentionDays);
                await jobs.PurgeAsync(group.Group.Id, oldest, cancellation);
            }
        }
        catch (Exception trouble)
            when (StoreTrouble.Passes(trouble) || trouble is IOException or UnauthorizedAccessException)
        {
            LogPostponed(trouble.Message);
        }
    }

    // A file is on the node that placed the call, and each node deletes its own; the names are everybody's.
    private void DeleteOldFiles()
    {
        var folder = new DirectoryInfo(options.Value.RecordingFolder);
        if (!folder.Exists)
        {
            return;
        }

        var oldest = time.GetUtcNow() - options.Value.KeepRecordings;
        foreach (var file in folder.EnumerateFiles("*.wav").Where(file => file.LastWriteTimeUtc < oldest))
        {
            file.Delete();
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

    [LoggerMessage(3520, LogLevel.Warning, "Old jobs and recordings are forgotten later: {Reason}")]
    private partial void LogPostponed(string reason);
}
