using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Heartbeat.Accounts;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Scores;
using Sidetone.Storage;
using Sidetone.Storage.Secrets;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>Places the call of a claimed job and ends the job.</summary>
/// <remarks>
/// While the call runs its lease is renewed. When the claim is lost the call is hung up: another node has ended the job
/// already, and nothing that is said here counts.
/// </remarks>
public sealed partial class JobRunner(
    JobClaims claims,
    AgentLegWaits waits,
    SipAccountStore accounts,
    ICallPlacer placer,
    LiveCalls live,
    HeartbeatMetrics metrics,
    TimeProvider time,
    IOptions<HeartbeatOptions> options,
    ILogger<JobRunner> logger
)
{
    private const int RenewalsPerLease = 3;

    private readonly HeartbeatOptions _options = options.Value;

    /// <summary>Runs a job to its end; a stop hangs up, and the job has failed.</summary>
    public async Task RunAsync(ClaimedJob claimed, CancellationToken stopping)
    {
        metrics.Began();
        try
        {
            var (outcome, record) = await CallAsync(claimed, stopping);
            await EndAsync(claimed, outcome, record);
        }
        finally
        {
            metrics.Stopped();
        }
    }

    private async Task<(JobOutcome Outcome, CallRecord? Record)> CallAsync(
        ClaimedJob claimed,
        CancellationToken stopping
    )
    {
        try
        {
            var plan = await PlanAsync(claimed.Job, stopping);
            var record = await PlaceAsync(claimed, plan, stopping);
            var isKept = plan.RecordingFile is { } file && record.RecordingFile is not null && File.Exists(file);
            record = record with { RecordingFile = isKept ? Path.GetFileName(plan.RecordingFile) : null };
            return (StatusRule.OutcomeOf(record), record);
        }
        catch (DefinitionUnusableException unusable)
        {
            return (JobOutcome.Failed(unusable.Message), null);
        }
        catch (SecretUnreadableException unreadable)
        {
            return (JobOutcome.Failed(unreadable.Message), null);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (JobOutcome.Failed("The server stopped before the call was over."), null);
        }
        catch (Exception fault)
        {
            // One job that cannot be run holds up no other; it has failed, and the fault is ours and loud.
            metrics.Faulted();
            LogFault(fault, claimed.Job.Id);
            return (JobOutcome.Failed("The server made a mistake; its log says more."), null);
        }
    }

    private async Task<CallPlan> PlanAsync(HeartbeatJob job, CancellationToken cancellation)
    {
        var definition = job.Definition;
        var receiver = definition.Receiver as Receiver.Virtual;
        if (definition.Record)
        {
            PrivateFolder.Make(_options.RecordingFolder);
        }

        return new CallPlan
        {
            CallName = job.Id.ToString(),
            To = DialTarget.TryParse(definition.To, out var target)
                ? target
                : throw new DefinitionUnusableException($"'{definition.To}' is nothing that can be dialled."),
            Dialler = await AccountAsync(job.Group, definition.Account, cancellation),
            Receiver = definition.Receiver,
            ReceiverAccount = await AccountAsync(job.Group, receiver?.Account, cancellation),
            Steps = definition.Steps,
            Signal = definition.Signal,
            RingTimeout = definition.RingTimeout,
            RecordingFile = definition.Record ? Path.Combine(_options.RecordingFolder, $"{job.Id}.wav") : null,
        };
    }

    private async Task<SipAccount?> AccountAsync(Guid group, string? name, CancellationToken cancellation) =>
        name is null
            ? null
            : await accounts.FindAsync(group, name, cancellation)
                ?? throw new DefinitionUnusableException($"There is no SIP account '{name}'.");

    private async Task<CallRecord> PlaceAsync(ClaimedJob claimed, CallPlan plan, CancellationToken stopping)
    {
        using var tooLong = new CancellationTokenSource(plan.LongestCall, time);
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, stopping);
        using var over = new CancellationTokenSource();
        var renewing = RenewAsync(claimed, hangUp, over.Token);
        try
        {
            return await placer.PlaceAsync(plan, live.Begin(claimed.Job.Id), hangUp.Token);
        }
        catch (OperationCanceledException) when (hangUp.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            return new CallRecord { Trouble = CallTrouble.Cancelled, Reason = "The call took longer than it may." };
        }
        finally
        {
            await over.CancelAsync();
            await renewing;
            live.End(claimed.Job.Id);
        }
    }

    private async Task RenewAsync(ClaimedJob claimed, CancellationTokenSource hangUp, CancellationToken over)
    {
        using var timer = new PeriodicTimer(_options.Lease / RenewalsPerLease, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                if (!await TryRenewAsync(claimed, over))
                {
                    LogLost(claimed.Job.Id);
                    await hangUp.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The call is over.
        }
    }

    private async Task<bool> TryRenewAsync(ClaimedJob claimed, CancellationToken over)
    {
        try
        {
            return await claims.RenewAsync(claimed, _options.Lease, over);
        }
        catch (Exception trouble) when (StoreTrouble.Passes(trouble))
        {
            LogStoreTrouble(trouble.Message);
            return true; // Whether the claim is lost is not known; the end asks again.
        }
    }

    // Not cancelled: a call that was placed is to be known.
    private async Task EndAsync(ClaimedJob claimed, JobOutcome outcome, CallRecord? record)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                if (!await TryEndAsync(claimed, outcome, record))
                {
                    LogLost(claimed.Job.Id);
                }

                return;
            }
            catch (Exception trouble) when (StoreTrouble.Passes(trouble) && time.GetElapsedTime(began) < _options.Lease)
            {
                LogStoreTrouble(trouble.Message);
                await Task.Delay(_options.LookEvery, time, CancellationToken.None);
            }
            catch (Exception trouble) when (StoreTrouble.Passes(trouble))
            {
                LogStoreTrouble(trouble.Message);
                return; // Its lease is over, and whoever finds it ends it.
            }
        }
    }

    // False when the claim is lost.
    private async Task<bool> TryEndAsync(ClaimedJob claimed, JobOutcome outcome, CallRecord? record)
    {
        var wait = _options.AgentLegWait;
        if (wait > TimeSpan.Zero && AgentLegWaits.IsWanted(claimed.Job, record))
        {
            return await waits.BeginAsync(claimed, outcome, record!, wait, time.GetUtcNow(), CancellationToken.None);
        }

        if (await claims.EndAsync(claimed, outcome, record, CancellationToken.None) is not { } ended)
        {
            return false;
        }

        metrics.Ended(ended);
        return true;
    }

    [LoggerMessage(3501, LogLevel.Error, "Heartbeat job {Job} could not be run")]
    private partial void LogFault(Exception fault, JobId job);

    [LoggerMessage(
        3502,
        LogLevel.Warning,
        "Heartbeat job {Job} was ended by another node; what was measured here is lost"
    )]
    private partial void LogLost(JobId job);

    [LoggerMessage(3503, LogLevel.Warning, "The store does not answer, a heartbeat's job waits: {Reason}")]
    private partial void LogStoreTrouble(string reason);

    private sealed class DefinitionUnusableException(string message) : Exception(message);
}
