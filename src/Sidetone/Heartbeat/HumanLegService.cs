using Sidetone.Closing;
using Sidetone.Groups;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Jobs;
using Sidetone.Storage;

namespace Sidetone.Heartbeat;

/// <summary>
/// Joins test calls that people answered with what their browsers observed, which comes later: the contact is written
/// down as the job's receiver's call. An event that was sent before is not sent again.
/// </summary>
internal sealed partial class HumanLegService(
    JobStore jobs,
    ClosedCallStore calls,
    SipAccountStore accounts,
    KeyRing groups,
    TimeProvider time,
    ILogger<HumanLegService> logger
) : BackgroundService
{
    private const int JobsMax = 100;
    private const int CallsMax = 200;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(30);

    // A call is closed within minutes of its end; what has not come by then does not.
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <summary>Looks at every group's young jobs once.</summary>
    public async Task JoinAsync(CancellationToken cancellation)
    {
        foreach (var group in groups.Groups)
        {
            try
            {
                await JoinAsync(group.Group.Id, cancellation);
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
                await JoinAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task JoinAsync(Guid group, CancellationToken cancellation)
    {
        var oldest = time.GetUtcNow() - s_longest;
        var young = await jobs.ListAsync(group, heartbeat: null, before: null, JobsMax, cancellation);
        var wanted = young.Where(job => HumanLeg.IsWanted(job) && job.UpdatedAt > oldest).ToArray();
        if (wanted.Length == 0)
        {
            return;
        }

        var users = (await accounts.ListAsync(group, cancellation)).ToDictionary(
            account => account.Name,
            account => account.User,
            StringComparer.Ordinal
        );
        var closed = await calls.LatestAsync(group, long.MaxValue, CallsMax, cancellation);
        foreach (var job in wanted)
        {
            var caller = job.Definition.Account is { } name ? users.GetValueOrDefault(name, "") : "";
            if (HumanLeg.ContactOf(job, caller, closed) is { } contact)
            {
                await jobs.JoinAsync(group, job.Id, contact, cancellation);
            }
        }
    }

    [LoggerMessage(3521, LogLevel.Warning, "Test calls are joined with people's calls later: {Reason}")]
    private partial void LogPostponed(string reason);
}
