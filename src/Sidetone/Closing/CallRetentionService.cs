using Sidetone.Groups;
using Sidetone.Storage.Log;

namespace Sidetone.Closing;

/// <summary>Forgets closed calls; their keys stay as tombstones.</summary>
internal sealed class CallRetentionService(
    ITelemetryLog log,
    ClosedCallStore calls,
    KeyRing groups,
    TimeProvider time,
    ILogger<CallRetentionService> logger
) : GroupRetentionService(groups, time, logger)
{
    protected override string What => "calls";

    protected override async Task<int> PurgeAsync(Guid group, long oldestMs, CancellationToken cancellation)
    {
        // The log first: while it knows a call, batches for it are still worked in.
        await log.PurgeAsync(group, oldestMs, cancellation);
        return await calls.PurgeAsync(group, oldestMs, cancellation);
    }
}
