using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Scores;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>
/// Jobs whose call was answered by a person and is over, and which wait for what the person's browser observed. Nobody
/// holds one: the wait is a row with a time on the database's clock, so that it outlives every node, and whoever comes
/// first ends it.
/// </summary>
public sealed class AgentLegWaits(Database database, JobEnding ending)
{
    private const int ListMax = 200;

    private Dialect Dialect => database.Dialect;

    private string Now => $"(SELECT {Dialect.NowMs})";

    /// <summary>Whether a call has an agent's leg to wait for.</summary>
    public static bool IsWanted(HeartbeatJob job, CallRecord? record) =>
        record is { IsAnswered: true, Trouble: not CallTrouble.Cancelled, ReceiverCallId: "" }
        && job.Definition.Receiver is Receiver.Human;

    /// <summary>Keeps what a call gave and lets its job wait; false when the claim was lost.</summary>
    public async Task<bool> BeginAsync(
        ClaimedJob claimed,
        JobOutcome outcome,
        CallRecord record,
        TimeSpan wait,
        DateTimeOffset now,
        CancellationToken cancellation
    ) =>
        await database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    $"""
                    UPDATE heartbeat_job SET state = 4, status = @status, reason = @reason, updated_us = @updated,
                        claim_owner = NULL, lease_until = {Now} + @wait, ax = @ax, cx = @cx, network = @network,
                        dialler_call_id = @dialler, record = @record, recording = @recording
                    WHERE job_id = @id AND claim_token = @token AND state = 1
                    """,
                    new
                    {
                        id = claimed.Job.Id.Value,
                        token = claimed.Token,
                        status = outcome.Status,
                        reason = outcome.Reason,
                        updated = JobRow.Microseconds(now > claimed.Job.CreatedAt ? now : claimed.Job.CreatedAt),
                        wait = (long)wait.TotalMilliseconds,
                        ax = outcome.Scores.Ax.Measured,
                        cx = outcome.Scores.Cx.Measured,
                        network = outcome.Scores.Network.Measured,
                        dialler = record.DiallerCallId,
                        record = StoredText.Pack(CallRecordJson.Write(record)),
                        recording = record.RecordingFile,
                    },
                    stop
                ),
            cancellation
        ) > 0;

    /// <summary>Jobs of every group that wait, those that have waited for longest first.</summary>
    public async Task<IReadOnlyList<HeartbeatJob>> ListAsync(CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<JobRow>(
            $"SELECT {JobRow.Columns} FROM heartbeat_job WHERE state = 4 ORDER BY lease_until LIMIT {ListMax}",
            null,
            cancellation
        );
        return [.. rows.Select(row => row.ToJob())];
    }

    /// <summary>Ends a job with its agent's leg; null when it has ended before.</summary>
    /// <param name="id">The job.</param>
    /// <param name="contactId">The contact of the agent's call.</param>
    /// <param name="leg">What the agent's browser counted; null when it counted nothing.</param>
    /// <param name="cancellation">Stops the wait.</param>
    public Task<HeartbeatJob?> EndAsync(
        JobId id,
        string contactId,
        AgentLegRecord? leg,
        CancellationToken cancellation
    ) => EndAsync("job_id = @id", id, contactId, leg, cancellation);

    /// <summary>Ends one job that has waited for long enough, without an agent's leg; null when there is none.</summary>
    public Task<HeartbeatJob?> EndOverdueAsync(CancellationToken cancellation) =>
        EndAsync($"lease_until <= {Now}", new JobId(0), contactId: "", leg: null, cancellation);

    private async Task<HeartbeatJob?> EndAsync(
        string which,
        JobId id,
        string contactId,
        AgentLegRecord? leg,
        CancellationToken cancellation
    )
    {
        var ended = await database.WriteAsync(
            async (transaction, stop) =>
            {
                var rows = await transaction.QueryAsync<JobRow>(
                    $"""
                    SELECT {JobRow.Columns} FROM heartbeat_job WHERE state = 4 AND {which}
                    ORDER BY job_id LIMIT 1 {Dialect.ForUpdate}
                    """,
                    new { id = id.Value },
                    stop
                );
                if (rows.Count == 0)
                {
                    return null;
                }

                var job = rows[0].ToJob();
                var record = job.Record! with { ReceiverCallId = contactId, AgentLeg = leg };
                var outcome = StatusRule.OutcomeOf(record);
                return await ending.EndAsync(transaction, job, rows[0].ClaimToken, outcome, record, stop);
            },
            cancellation
        );
        if (ended is not null)
        {
            await ending.AnnounceAsync(cancellation);
        }

        return ended;
    }
}
