using System.Data.Common;
using Sidetone.Catalog;
using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Scores;
using Sidetone.Heartbeat.Workflows;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>
/// Ends a job: its outcome, and what its heartbeat's workflows send about it, in one transaction. A job ends once, so a
/// workflow fires once for it.
/// </summary>
public sealed class JobEnding(EventOutbox outbox, TimeProvider time)
{
    /// <summary>Within a transaction: ends a job; null when its claim is lost or it has ended before.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="job">The job as it was read.</param>
    /// <param name="token">The token of its claim.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="record">What happened in its call; null when none was placed, or nobody knows.</param>
    /// <param name="cancellation">Stops the wait.</param>
    public async Task<HeartbeatJob?> EndAsync(
        DbTransaction transaction,
        HeartbeatJob job,
        long token,
        JobOutcome outcome,
        CallRecord? record,
        CancellationToken cancellation
    )
    {
        var ended = job with
        {
            State = JobState.Ended,
            Status = outcome.Status,
            Reason = outcome.Reason,
            Scores = outcome.Scores,
            // A clock that was set back makes no job end before it began.
            UpdatedAt = time.GetUtcNow() is var now && now > job.CreatedAt ? now : job.CreatedAt,
            DiallerCallId = record?.DiallerCallId ?? "",
            ReceiverCallId = record?.ReceiverCallId ?? "",
            Record = record,
            Recording = record?.RecordingFile,
        };
        var changed = await transaction.ExecuteAsync(
            """
            UPDATE heartbeat_job SET state = 2, status = @status, reason = @reason, updated_us = @updated,
                claim_owner = NULL, lease_until = NULL, ax = @ax, cx = @cx, network = @network,
                dialler_call_id = @dialler, receiver_call_id = @receiver, record = @record, recording = @recording
            WHERE job_id = @id AND claim_token = @token AND state IN (0, 1, 4)
            """,
            new
            {
                id = job.Id.Value,
                token,
                status = ended.Status,
                reason = ended.Reason,
                updated = JobRow.Microseconds(ended.UpdatedAt),
                ax = ended.Scores.Ax.Measured,
                cx = ended.Scores.Cx.Measured,
                network = ended.Scores.Network.Measured,
                dialler = ended.DiallerCallId,
                receiver = ended.ReceiverCallId,
                record = record is null ? null : StoredText.Pack(CallRecordJson.Write(record)),
                recording = ended.Recording,
            },
            cancellation
        );
        if (changed == 0)
        {
            return null;
        }

        foreach (
            var workflow in await WorkflowStore.NamedAsync(
                transaction,
                job.Group,
                job.Definition.Workflows,
                cancellation
            )
        )
        {
            await ActAsync(transaction, workflow, ended, cancellation);
        }

        return ended;
    }

    /// <summary>Wakes the senders; call it after the commit.</summary>
    public Task AnnounceAsync(CancellationToken cancellation) => outbox.AnnounceAsync(cancellation);

    private async Task ActAsync(
        DbTransaction transaction,
        Workflow workflow,
        HeartbeatJob ended,
        CancellationToken cancellation
    )
    {
        var before = await BeforeAsync(transaction, ended, workflow.Trigger.Lookback, cancellation);
        if (!workflow.Trigger.IsMet(new EndedJob(ended.Status, ended.Scores), before))
        {
            return;
        }

        var asked = new List<DestinationId>();
        if (workflow.SendsEvent)
        {
            asked.AddRange(await DestinationStore.IdsAsync(transaction, ended.Group, cancellation));
        }

        if (workflow.Webhook is { } webhook)
        {
            asked.Add(webhook);
        }

        // Both profiles of the catalog print heartbeats alike.
        var sent = HeartbeatEvents.Of(workflow, ended, CatalogProfile.V2023);
        await outbox.AddAsync(transaction, [sent], asked, cancellation);
    }

    private static async Task<IReadOnlyList<EndedJob>> BeforeAsync(
        DbTransaction transaction,
        HeartbeatJob ended,
        int max,
        CancellationToken cancellation
    )
    {
        var rows = await transaction.QueryAsync<JobRow>(
            """
            SELECT status AS Status, ax AS Ax, cx AS Cx, network AS Network FROM heartbeat_job
            WHERE heartbeat_id = @heartbeat AND sequence < @sequence AND state = 2
            ORDER BY sequence DESC LIMIT @max
            """,
            new
            {
                heartbeat = ended.Heartbeat.ToByteArray(bigEndian: true),
                sequence = ended.Sequence,
                max = (long)max,
            },
            cancellation
        );
        return
        [
            .. rows.Select(row => new EndedJob(
                row.Status,
                new JobScores(new Score(row.Ax), new Score(row.Cx), new Score(row.Network))
            )),
        ];
    }
}
