using Sidetone.Closing;
using Sidetone.Groups;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Storage;

namespace Sidetone.Heartbeat;

/// <summary>
/// Finds what people's browsers observed of test calls. A job that waits for it ends with it; of one that has ended
/// without, the contact alone is written down: an event that was sent is not sent again.
/// </summary>
internal sealed partial class HumanLegService(
    JobStore jobs,
    AgentLegWaits waits,
    ClosedCallStore calls,
    SipAccountStore accounts,
    KeyRing groups,
    HeartbeatMetrics metrics,
    TimeProvider time,
    ILogger<HumanLegService> logger
) : BackgroundService
{
    private const int JobsMax = 100;
    private const int CallsMax = 200;

    // Jobs that have ended without are looked at more rarely: nobody waits for them.
    private const int LooksPerLateLook = 10;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(3);

    // A call is closed within minutes of its end; what has not come by then does not.
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        try
        {
            for (var look = 1; await timer.WaitForNextTickAsync(stoppingToken); look++)
            {
                await LookAsync(isLate: look % LooksPerLateLook == 0, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task LookAsync(bool isLate, CancellationToken cancellation)
    {
        try
        {
            foreach (var waiting in (await waits.ListAsync(cancellation)).GroupBy(job => job.Group))
            {
                await EndAsync(waiting.Key, [.. waiting], cancellation);
            }

            foreach (var group in isLate ? groups.Groups : [])
            {
                await JoinAsync(group.Group.Id, cancellation);
            }
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogPostponed(trouble.Message);
        }
    }

    private async Task EndAsync(Guid group, IReadOnlyList<HeartbeatJob> waiting, CancellationToken cancellation)
    {
        foreach (var (job, call) in await FindAsync(group, waiting, cancellation))
        {
            if (await waits.EndAsync(job.Id, call.ContactId, HumanLeg.LegOf(call), cancellation) is { } ended)
            {
                metrics.Ended(ended);
            }
        }
    }

    private async Task JoinAsync(Guid group, CancellationToken cancellation)
    {
        var oldest = time.GetUtcNow() - s_longest;
        var young = await jobs.ListAsync(group, heartbeat: null, before: null, JobsMax, cancellation);
        var wanted = young.Where(job => job.State == JobState.Ended && job.UpdatedAt > oldest).ToArray();
        foreach (var (job, call) in await FindAsync(group, wanted, cancellation))
        {
            await jobs.JoinAsync(group, job.Id, call.ContactId, cancellation);
        }
    }

    private async Task<IReadOnlyList<(HeartbeatJob Job, ClosedCall Call)>> FindAsync(
        Guid group,
        IReadOnlyList<HeartbeatJob> all,
        CancellationToken cancellation
    )
    {
        var wanted = all.Where(HumanLeg.IsWanted).ToArray();
        if (wanted.Length == 0)
        {
            return [];
        }

        var users = (await accounts.ListAsync(group, cancellation)).ToDictionary(
            account => account.Name,
            account => account.User,
            StringComparer.Ordinal
        );
        var closed = await calls.LatestAsync(group, long.MaxValue, CallsMax, cancellation);
        var found = new List<(HeartbeatJob, ClosedCall)>();
        foreach (var job in wanted)
        {
            var caller = job.Definition.Account is { } name ? users.GetValueOrDefault(name, "") : "";
            if (HumanLeg.CallOf(job, caller, closed) is { } call)
            {
                found.Add((job, call));
            }
        }

        return found;
    }

    [LoggerMessage(3521, LogLevel.Warning, "Test calls are joined with people's calls later: {Reason}")]
    private partial void LogPostponed(string reason);
}
