using System.Data.Common;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Scores;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>What a look at the queue gave.</summary>
public abstract record ClaimOutcome
{
    private ClaimOutcome() { }

    /// <summary>Nothing waits.</summary>
    public sealed record Nothing : ClaimOutcome;

    /// <summary>A job ended without a call: it was refused, or had waited too long.</summary>
    public sealed record Settled(HeartbeatJob Job) : ClaimOutcome;

    /// <summary>A job to place the call of.</summary>
    public sealed record Claimed(ClaimedJob Job) : ClaimOutcome;
}

/// <summary>A job that this node runs until its lease is over.</summary>
/// <param name="Job">The job.</param>
/// <param name="Token">What proves the claim.</param>
public sealed record ClaimedJob(HeartbeatJob Job, long Token);

/// <summary>Who runs which job. Leases are on the database's clock, so that nodes with wrong clocks agree.</summary>
public sealed class JobClaims(Database database, DialRuleStore rules, JobEnding ending)
{
    private Dialect Dialect => database.Dialect;

    // Once per statement: some engines' clocks move while a statement runs.
    private string Now => $"(SELECT {Dialect.NowMs})";

    /// <summary>
    /// Takes the job that has waited for longest. Whether it may be dialled is decided, and counted, in the same
    /// transaction: a job that leaves here claimed counts as a call, whatever becomes of it.
    /// </summary>
    public async Task<ClaimOutcome> ClaimAsync(
        string owner,
        TimeSpan lease,
        TimeSpan grace,
        CancellationToken cancellation
    )
    {
        var outcome = await database.WriteAsync(
            (transaction, stop) => ClaimAsync(transaction, owner, lease, grace, stop),
            cancellation
        );
        if (outcome is ClaimOutcome.Settled)
        {
            await ending.AnnounceAsync(cancellation);
        }

        return outcome;
    }

    /// <summary>Goes on holding a job; false when the claim is lost.</summary>
    public async Task<bool> RenewAsync(ClaimedJob claimed, TimeSpan lease, CancellationToken cancellation) =>
        await database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    $"""
                    UPDATE heartbeat_job SET lease_until = {Now} + @lease
                    WHERE job_id = @id AND claim_token = @token AND state = 1
                    """,
                    new
                    {
                        id = claimed.Job.Id.Value,
                        token = claimed.Token,
                        lease = (long)lease.TotalMilliseconds,
                    },
                    stop
                ),
            cancellation
        ) > 0;

    /// <summary>Ends a job that this node ran; null when the claim was lost.</summary>
    public async Task<HeartbeatJob?> EndAsync(
        ClaimedJob claimed,
        JobOutcome outcome,
        CallRecord? record,
        CancellationToken cancellation
    )
    {
        var ended = await database.WriteAsync(
            (transaction, stop) => ending.EndAsync(transaction, claimed.Job, claimed.Token, outcome, record, stop),
            cancellation
        );
        await ending.AnnounceAsync(cancellation);
        return ended;
    }

    /// <summary>Ends one job whose node is gone; null when there is none.</summary>
    public async Task<HeartbeatJob?> EndAbandonedAsync(CancellationToken cancellation)
    {
        var ended = await database.WriteAsync(
            async (transaction, stop) =>
            {
                var rows = await transaction.QueryAsync<JobRow>(
                    $"""
                    SELECT {JobRow.Columns} FROM heartbeat_job WHERE state = 1 AND lease_until <= {Now}
                    ORDER BY job_id LIMIT 1 {Dialect.SkipLocked}
                    """,
                    null,
                    stop
                );
                return rows.Count == 0
                    ? null
                    : await ending.EndAsync(
                        transaction,
                        rows[0].ToJob(),
                        rows[0].ClaimToken,
                        JobOutcome.Failed("The server that placed the call stopped before it was over."),
                        record: null,
                        stop
                    );
            },
            cancellation
        );
        if (ended is not null)
        {
            await ending.AnnounceAsync(cancellation);
        }

        return ended;
    }

    /// <summary>
    /// Ends every lease: only for a store that nobody else has open, whose jobs' nodes are gone for certain.
    /// </summary>
    public static Task<int> ReleaseAllAsync(Database database, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync("UPDATE heartbeat_job SET lease_until = 0 WHERE state = 1", null, stop),
            cancellation
        );

    private async Task<ClaimOutcome> ClaimAsync(
        DbTransaction transaction,
        string owner,
        TimeSpan lease,
        TimeSpan grace,
        CancellationToken cancellation
    )
    {
        var rows = await transaction.QueryAsync<QueuedRow>(
            $"""
            SELECT job_id AS JobId, {Now} - queued_at AS AgeMs FROM heartbeat_job WHERE state = 0
            ORDER BY job_id LIMIT 1 {Dialect.SkipLocked}
            """,
            null,
            cancellation
        );
        if (rows.Count == 0)
        {
            return new ClaimOutcome.Nothing();
        }

        var row = await ReadAsync(transaction, rows[0].JobId, cancellation);
        var job = row.ToJob();
        if (rows[0].AgeMs > grace.TotalMilliseconds)
        {
            return new ClaimOutcome.Settled(await MissAsync(transaction, job, cancellation));
        }

        if (await RefusalAsync(transaction, job, cancellation) is { } refusal)
        {
            var refused = JobOutcome.Failed(refusal);
            var ended = await ending.EndAsync(transaction, job, row.ClaimToken, refused, record: null, cancellation);
            return new ClaimOutcome.Settled(ended ?? job);
        }

        await transaction.ExecuteAsync(
            $"""
            UPDATE heartbeat_job SET state = 1, status = @status, claim_owner = @owner, claim_token = claim_token + 1,
                lease_until = {Now} + @lease, dialled_at = {Now}
            WHERE job_id = @id
            """,
            new
            {
                id = job.Id.Value,
                status = JobStatus.Dialling,
                owner,
                lease = (long)lease.TotalMilliseconds,
            },
            cancellation
        );
        return new ClaimOutcome.Claimed(
            new ClaimedJob(job with { State = JobState.Running, Status = JobStatus.Dialling }, row.ClaimToken + 1)
        );
    }

    private Task<string?> RefusalAsync(DbTransaction transaction, HeartbeatJob job, CancellationToken cancellation) =>
        DialTarget.TryParse(job.Definition.To, out var target)
            ? rules.RefusalAsync(transaction, job.Group, target, cancellation)
            : Task.FromResult<string?>($"'{job.Definition.To}' is nothing that can be dialled.");

    private static async Task<HeartbeatJob> MissAsync(
        DbTransaction transaction,
        HeartbeatJob job,
        CancellationToken cancellation
    )
    {
        const string Reason = "No server had room for the call in time.";
        await transaction.ExecuteAsync(
            "UPDATE heartbeat_job SET state = 3, status = @status, reason = @reason WHERE job_id = @id",
            new
            {
                id = job.Id.Value,
                status = JobStatus.Missed,
                reason = Reason,
            },
            cancellation
        );
        return job with { State = JobState.Missed, Status = JobStatus.Missed, Reason = Reason };
    }

    private static async Task<JobRow> ReadAsync(DbTransaction transaction, long id, CancellationToken cancellation) =>
        (
            await transaction.QueryAsync<JobRow>(
                $"SELECT {JobRow.Columns} FROM heartbeat_job WHERE job_id = @id",
                new { id },
                cancellation
            )
        )[0];

    private sealed class QueuedRow
    {
        public long JobId { get; init; }
        public long AgeMs { get; init; }
    }
}
