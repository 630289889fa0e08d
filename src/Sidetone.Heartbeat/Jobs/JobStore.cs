using Sidetone.Storage;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>Reads jobs, and forgets old ones.</summary>
public sealed class JobStore(Database database)
{
    // Few enough that other changes do not wait long behind a purge.
    private const int PurgeMax = 1_000;

    /// <summary>Jobs of a group, the newest first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="heartbeat">Only those of one heartbeat; null for all.</param>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellation">Stops the wait.</param>
    public async Task<IReadOnlyList<HeartbeatJob>> ListAsync(
        Guid group,
        Guid? heartbeat,
        JobId? before,
        int max,
        CancellationToken cancellation
    )
    {
        var rows = await database.QueryAsync<JobRow>(
            $"""
            SELECT {JobRow.Columns} FROM heartbeat_job
            WHERE group_id = @group AND job_id < @before
                {(heartbeat is null ? "" : "AND heartbeat_id = @heartbeat")}
            ORDER BY job_id DESC LIMIT @max
            """,
            new
            {
                group = Bytes(group),
                heartbeat = heartbeat is { } id ? Bytes(id) : null,
                before = before?.Value ?? long.MaxValue,
                max = (long)max,
            },
            cancellation
        );
        return [.. rows.Select(row => row.ToJob())];
    }

    /// <summary>One job; null when there is none.</summary>
    public async Task<HeartbeatJob?> FindAsync(Guid group, JobId id, CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<JobRow>(
            $"SELECT {JobRow.Columns} FROM heartbeat_job WHERE group_id = @group AND job_id = @id",
            new { group = Bytes(group), id = id.Value },
            cancellation
        );
        return rows.Count == 0 ? null : rows[0].ToJob();
    }

    /// <summary>Writes down the contact of a human's leg, once; false when it was known.</summary>
    public async Task<bool> JoinAsync(Guid group, JobId id, string contactId, CancellationToken cancellation) =>
        await database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    """
                    UPDATE heartbeat_job SET receiver_call_id = @contact
                    WHERE group_id = @group AND job_id = @id AND receiver_call_id = '' AND state = 2
                    """,
                    new
                    {
                        group = Bytes(group),
                        id = id.Value,
                        contact = contactId,
                    },
                    stop
                ),
            cancellation
        ) > 0;

    /// <summary>Forgets a group's jobs that were made before a time and are over; how many.</summary>
    public async Task<int> PurgeAsync(Guid group, DateTimeOffset before, CancellationToken cancellation)
    {
        var total = 0;
        int purged;
        do
        {
            purged = await database.WriteAsync(
                (transaction, stop) =>
                    transaction.ExecuteAsync(
                        $"""
                        DELETE FROM heartbeat_job WHERE job_id IN (
                            SELECT job_id FROM heartbeat_job
                            WHERE group_id = @group AND created_us < @before AND state IN (2, 3) AND recording IS NULL
                            ORDER BY job_id LIMIT {PurgeMax})
                        """,
                        new { group = Bytes(group), before = JobRow.Microseconds(before) },
                        stop
                    ),
                cancellation
            );
            total += purged;
        } while (purged == PurgeMax);

        return total;
    }

    /// <summary>Forgets the names of recordings of calls that were placed longer ago than an age.</summary>
    public Task ForgetRecordingsAsync(TimeSpan age, CancellationToken cancellation) =>
        database.WriteAsync(
            (transaction, stop) =>
                transaction.ExecuteAsync(
                    $"""
                    UPDATE heartbeat_job SET recording = NULL
                    WHERE recording IS NOT NULL AND dialled_at < (SELECT {database.Dialect.NowMs}) - @age
                    """,
                    new { age = (long)age.TotalMilliseconds },
                    stop
                ),
            cancellation
        );

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
