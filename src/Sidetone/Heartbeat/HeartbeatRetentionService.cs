using Microsoft.Extensions.Options;
using Sidetone.Groups;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Storage;

namespace Sidetone.Heartbeat;

/// <summary>Forgets jobs, and the recordings of calls, which are kept less long.</summary>
internal sealed partial class HeartbeatRetentionService(
    JobStore jobs,
    KeyRing groups,
    TimeProvider time,
    IOptions<HeartbeatOptions> options,
    ILogger<HeartbeatRetentionService> logger
) : GroupRetentionService(groups, time, logger)
{
    protected override string What => "test calls";

    public override async Task PurgeAsync(CancellationToken cancellation)
    {
        try
        {
            DeleteOldFiles();
            await jobs.ForgetRecordingsAsync(options.Value.KeepRecordings, cancellation);
        }
        catch (Exception trouble)
            when (StoreTrouble.Passes(trouble) || trouble is IOException or UnauthorizedAccessException)
        {
            LogPostponed(trouble.Message);
        }

        await base.PurgeAsync(cancellation);
    }

    protected override Task<int> PurgeAsync(Guid group, long oldestMs, CancellationToken cancellation) =>
        jobs.PurgeAsync(group, DateTimeOffset.FromUnixTimeMilliseconds(oldestMs), cancellation);

    // A file is on the node that placed the call, and each node deletes its own; the names are everybody's.
    private void DeleteOldFiles()
    {
        var folder = new DirectoryInfo(options.Value.RecordingFolder);
        if (!folder.Exists)
        {
            return;
        }

        var oldest = Time.GetUtcNow() - options.Value.KeepRecordings;
        foreach (var file in folder.EnumerateFiles("*.wav").Where(file => file.LastWriteTimeUtc < oldest))
        {
            file.Delete();
        }
    }

    [LoggerMessage(3520, LogLevel.Warning, "Old recordings are forgotten later: {Reason}")]
    private partial void LogPostponed(string reason);
}
