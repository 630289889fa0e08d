using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sidetone.Bus.Inputs;
using Sidetone.Bus.Metrics;
using Sidetone.Bus.Targets;
using Sidetone.Outgoing;

namespace Sidetone.Bus.Invocations;

/// <summary>Makes the invocations that are due in one lane, until none is.</summary>
/// <remarks>
/// <code>
///   claim some ──▶ make inputs ──▶ invoke ──▶ write down how each went ──▶ again while claims are full
/// </code>
/// A crash between invoking and writing down invokes again: at least once.
/// </remarks>
internal sealed partial class LaneWorker(
    InvocationClaims claims,
    InvocationLedger ledger,
    LaneDirectory directory,
    BusMetrics metrics,
    IOptions<InvocationOptions> options,
    ILogger<LaneWorker> logger
)
{
    // A bound for what one claim holds in memory: few at first, then by how large the events were.
    private const int ClaimFirst = 32;
    private const int ClaimMax = 1_000;
    private const long ClaimBytes = 8 * 1024 * 1024;

    private readonly InvocationOptions _options = options.Value;
    private readonly RetrySchedule _retries = new(
        options.Value.FirstRetryDelay,
        options.Value.LongestRetryDelay,
        Random.Shared
    );

    /// <summary>
    /// Invokes until nothing is due or the server stops; what is under way is finished first. How long to leave the lane
    /// alone, when its target's rate is reached.
    /// </summary>
    public async Task<TimeSpan> DrainAsync(LaneDue due, CancellationToken stopping)
    {
        var open = await directory.OpenAsync(due, stopping);
        var max = ClaimFirst;
        while (!stopping.IsCancellationRequested)
        {
            var allowed = open.Target?.Allowance ?? ClaimMax;
            if (allowed == 0)
            {
                return open.Target!.AllowedIn;
            }

            var takes = open.Target is { } target ? target.BatchMax * target.ConcurrentCalls : ClaimMax;
            var asked = Math.Min(Math.Min(max, takes), Math.Min(allowed, ClaimMax));
            var claimed = await claims.ClaimAsync(due, _options.Node, asked, _options.Lease, stopping);
            if (claimed.Count == 0)
            {
                break;
            }

            var verdicts = await InvokeAsync(open, claimed);

            // Not cancelled: what was sent and is not written down would be sent again.
            CountLost(due.Lane, await ledger.StoreAsync(due.Lane, verdicts, CancellationToken.None));
            if (claimed.Count < asked)
            {
                break;
            }

            var largest = claimed.Max(one => one.Event.Envelope.Length);
            max = (int)Math.Clamp(ClaimBytes / (largest + 1), 1, ClaimMax);
        }

        return TimeSpan.Zero;
    }

    private async Task<IReadOnlyList<InvocationVerdict>> InvokeAsync(
        OpenLane open,
        IReadOnlyList<ClaimedInvocation> claimed
    )
    {
        var verdicts = new List<InvocationVerdict>(claimed.Count);
        var ready = new List<(ClaimedInvocation Claimed, Invocation Invocation)>(claimed.Count);
        foreach (var one in claimed)
        {
            if (one.Attempts > 0 && one.Age >= open.AgeMax)
            {
                verdicts.Add(TooOld(open, one));
            }
            else if (open.Problem is { } problem)
            {
                verdicts.Add(Ended(open, one, new InvocationOutcome.Failed(problem.Code, problem.Message)));
            }
            else if (Input(open, one) is var input && input.IsGood)
            {
                ready.Add((one, Invocation(open, one, input.Body)));
            }
            else
            {
                verdicts.Add(Unmade(open, one, input.Problem ?? ""));
            }
        }

        if (ready.Count > 0)
        {
            metrics.Attempted(open.Lane, ready.Count, ready.Count(one => one.Claimed.Attempts > 0));

            // A claim holds no more than all calls take that may run at once.
            var calls = ready.Chunk(open.Target!.BatchMax).Select(chunk => CallAsync(open, chunk));
            verdicts.AddRange((await Task.WhenAll(calls)).SelectMany(each => each));
        }

        return verdicts;
    }

    private static InputResult Input(OpenLane open, ClaimedInvocation one) =>
        open.Input.Make(new InputContext(one.Event.Envelope, open.RuleArn, open.Lane.Rule, one.Event.AcceptedAt));

    private static Invocation Invocation(OpenLane open, ClaimedInvocation one, ReadOnlyMemory<byte> body)
    {
        var invocation = new Invocation
        {
            Id = one.Id,
            Event = one.Event,
            Body = body,
        };
        return one.Failure is { } failure
            ? invocation with
            {
                Attributes = DeadLetterAttributes.Of(open, failure),
            }
            : invocation;
    }

    private async Task<IReadOnlyList<InvocationVerdict>> CallAsync(
        OpenLane open,
        (ClaimedInvocation Claimed, Invocation Invocation)[] chunk
    )
    {
        // Not cancelled when the server stops: the target may have it already, and the call ends by itself.
        var outcomes = await open.Target!.InvokeAsync([.. chunk.Select(one => one.Invocation)], CancellationToken.None);
        if (outcomes.Count != chunk.Length)
        {
            throw new UnreachableException(
                $"BUG: {open.Record?.Arn} gave {outcomes.Count} outcomes for {chunk.Length} invocations."
            );
        }

        return [.. chunk.Select((one, i) => Ended(open, one.Claimed, outcomes[i]))];
    }

    private InvocationVerdict Ended(OpenLane open, ClaimedInvocation one, InvocationOutcome outcome)
    {
        switch (outcome)
        {
            case InvocationOutcome.Succeeded:
                metrics.Succeeded(open.Lane, one.Age);
                return new InvocationVerdict.Done(one);
            case InvocationOutcome.RetryLater later:
                return Again(open, one, later);
            case InvocationOutcome.Failed failed:
                return Over(open, one, new InvocationFailure(failed.Code, failed.Reason, "", one.Attempts + 1));
            default:
                throw new UnreachableException($"BUG: unknown outcome {outcome}.");
        }
    }

    private InvocationVerdict Again(OpenLane open, ClaimedInvocation one, InvocationOutcome.RetryLater later)
    {
        var attempts = one.Attempts + 1;
        var left = open.AgeMax - one.Age;
        if (attempts > open.RetriesMax || left <= TimeSpan.Zero)
        {
            var limit = left <= TimeSpan.Zero ? DeadLetterAttributes.Age : DeadLetterAttributes.Attempts;
            return Over(open, one, new InvocationFailure(later.Code, later.Reason, limit, attempts));
        }

        var delay = _retries.DelayAfter(attempts, later.RetryAfter);
        delay = delay < left ? delay : left;
        LogRetrying(one.Event.Id, open.Lane.Rule, open.Lane.Target, attempts, delay, later.Reason);
        return new InvocationVerdict.Again(one, later.Code, later.Reason, delay);
    }

    private InvocationVerdict TooOld(OpenLane open, ClaimedInvocation one) =>
        Over(
            open,
            one,
            new InvocationFailure(
                TargetErrors.Timeout,
                $"The event was tried for {open.AgeMax.TotalSeconds:0} s.",
                DeadLetterAttributes.Age,
                one.Attempts
            )
        );

    private InvocationVerdict Unmade(OpenLane open, ClaimedInvocation one, string problem) =>
        _options.StrictInput
            ? Over(open, one, new InvocationFailure(TargetErrors.InvalidInput, problem, "", 0))
            : new InvocationVerdict.Done(one);

    /// <summary>It will never reach its target: a dead letter if there is somewhere for it, else kept as failed.</summary>
    private InvocationVerdict Over(OpenLane open, ClaimedInvocation one, InvocationFailure failure)
    {
        LogFailed(one.Event.Id, open.Lane.Rule, open.Lane.Target, failure.Attempts, failure.Message);
        if (one.Failure is { } first)
        {
            metrics.Failed(open.Lane);
            return new InvocationVerdict.Failed(
                one,
                first with
                {
                    Message = $"{first.Message} Its dead letter could not be sent: {failure.Message}",
                }
            );
        }

        if (open.DeadLetterArn is not null)
        {
            metrics.DeadLettered(open.Lane);
            return new InvocationVerdict.DeadLetter(one, failure);
        }

        metrics.Failed(open.Lane);
        return new InvocationVerdict.Failed(one, failure);
    }

    private void CountLost(LaneKey lane, int lost)
    {
        if (lost > 0)
        {
            metrics.ClaimsLost(lost);
            LogClaimsLost(lost, lane.Rule, lane.Target);
        }
    }

    [LoggerMessage(
        3210,
        LogLevel.Information,
        "Event {Event} to {Rule}/{Target} failed {Failures} times, next try in {Delay}: {Reason}"
    )]
    private partial void LogRetrying(
        Guid @event,
        string rule,
        string target,
        long failures,
        TimeSpan delay,
        string reason
    );

    [LoggerMessage(
        3211,
        LogLevel.Warning,
        "Event {Event} to {Rule}/{Target} failed for good after {Attempts} attempts: {Reason}"
    )]
    private partial void LogFailed(Guid @event, string rule, string target, long attempts, string reason);

    [LoggerMessage(3212, LogLevel.Warning, "{Count} answers of {Rule}/{Target} came after their claim was lost")]
    private partial void LogClaimsLost(int count, string rule, string target);
}
