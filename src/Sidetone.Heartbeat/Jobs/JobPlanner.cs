using System.Data.Common;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Reading;
using Sidetone.Heartbeat.Schedules;
using Sidetone.Heartbeat.Scores;
using Sidetone.Storage;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>
/// Makes jobs of slots that have come, and of requests. A heartbeat's row is locked meanwhile, so that of several nodes one
/// makes the job; the slot's own uniqueness in the table is the last word.
/// </summary>
public sealed class JobPlanner(Database database, TimeProvider time)
{
    private const int OfferMax = 8;

    private readonly JobIds _ids = new(time);

    private Dialect Dialect => database.Dialect;

    /// <summary>Looks at the heartbeat that has been due for longest; false when none is due.</summary>
    /// <param name="grace">How old a due slot may be and still be dialled.</param>
    /// <param name="cancellation">Stops the wait.</param>
    public Task<bool> PlanOneAsync(TimeSpan grace, CancellationToken cancellation) =>
        database.WriteAsync((transaction, stop) => PlanOneAsync(transaction, grace, stop), cancellation);

    /// <summary>When the next slot is due, by the time from now; null when nothing is scheduled.</summary>
    public async Task<TimeSpan?> NextDueAsync(CancellationToken cancellation)
    {
        var rows = await database.QueryAsync<long?>(
            $"SELECT MIN(due_at) - (SELECT {Dialect.NowMs}) FROM heartbeat WHERE due_at IS NOT NULL",
            null,
            cancellation
        );
        return rows is [{ } wait] ? TimeSpan.FromMilliseconds(wait) : null;
    }

    /// <summary>Queues a job that was asked for.</summary>
    /// <exception cref="DefinitionException">There is no such heartbeat, or a job of it is not over yet.</exception>
    public async Task<JobId> RunAsync(Guid group, Guid heartbeat, CancellationToken cancellation)
    {
        var job = await database.WriteAsync(
            async (transaction, stop) =>
            {
                var rows = await transaction.QueryAsync<DueRow>(
                    $"SELECT {DueRow.Columns} FROM heartbeat WHERE id = @id AND group_id = @group {Dialect.ForUpdate}",
                    new { id = Bytes(heartbeat), group = Bytes(group) },
                    stop
                );
                if (rows.Count == 0)
                {
                    throw new DefinitionException("$", "is no heartbeat of this group.");
                }

                return await IsOpenAsync(transaction, heartbeat, stop)
                    ? throw new JobOpenException()
                    : await AddAsync(transaction, rows[0], slot: null, missed: null, reason: "", stop);
            },
            cancellation
        );
        await database.NotifyAsync(HeartbeatStore.Channel, cancellation);
        return job ?? throw new InvalidOperationException("BUG: a job without a slot was taken for another one.");
    }

    private async Task<bool> PlanOneAsync(DbTransaction transaction, TimeSpan grace, CancellationToken cancellation)
    {
        var rows = await transaction.QueryAsync<DueRow>(
            $"""
            SELECT {DueRow.Columns}, {Dialect.NowMs} AS NowAt FROM heartbeat WHERE due_at <= (SELECT {Dialect.NowMs})
            ORDER BY due_at LIMIT 1 {Dialect.SkipLocked}
            """,
            null,
            cancellation
        );
        if (rows.Count == 0)
        {
            return false;
        }

        var row = rows[0];
        var definition = DefinitionJson.Parse(row.Definition);
        var plan =
            definition is { Enabled: true, Schedule: { } schedule } && row.CursorAt is { } cursor
                ? SlotPlanner.Plan(schedule, Milliseconds(cursor), Milliseconds(row.NowAt), DelayOf, grace)
                : new SlotPlan(null, null, null);
        await AddAsync(transaction, row, plan, cancellation);
        await transaction.ExecuteAsync(
            "UPDATE heartbeat SET cursor_at = @cursor, due_at = @due WHERE id = @id",
            new
            {
                id = row.Id,
                cursor = plan.Next?.ToUnixTimeMilliseconds(),
                due = plan.Next is { } next ? (next + DelayOf(next)).ToUnixTimeMilliseconds() : (long?)null,
            },
            cancellation
        );
        return true;

        TimeSpan DelayOf(DateTimeOffset slot) =>
            SlotJitter.Of(new Guid(row.Id, bigEndian: true), slot, definition.Jitter);
    }

    private async Task AddAsync(DbTransaction transaction, DueRow row, SlotPlan plan, CancellationToken cancellation)
    {
        if (plan.Missed is { } missed)
        {
            await AddAsync(transaction, row, missed.First, missed, "No server dialled in time.", cancellation);
        }

        if (plan.Dial is not { } slot)
        {
            return;
        }

        // One call of a heartbeat at a time: another would measure the first.
        var isOpen = await IsOpenAsync(transaction, new Guid(row.Id, bigEndian: true), cancellation);
        await AddAsync(
            transaction,
            row,
            slot,
            isOpen ? new MissedSlots(slot, slot, 1) : null,
            isOpen ? "The job before was not over." : "",
            cancellation
        );
    }

    private static async Task<bool> IsOpenAsync(
        DbTransaction transaction,
        Guid heartbeat,
        CancellationToken cancellation
    ) =>
        await transaction.ScalarAsync<long>(
            "SELECT COUNT(*) FROM heartbeat_job WHERE heartbeat_id = @id AND state IN (0, 1, 4)",
            new { id = Bytes(heartbeat) },
            cancellation
        ) > 0;

    private async Task<JobId?> AddAsync(
        DbTransaction transaction,
        DueRow row,
        DateTimeOffset? slot,
        MissedSlots? missed,
        string reason,
        CancellationToken cancellation
    )
    {
        for (var offered = 0; offered < OfferMax; offered++)
        {
            var id = _ids.Next(offered);
            var now = JobRow.Microseconds(time.GetUtcNow());
            var added = await transaction.ExecuteAsync(
                $"""
                INSERT INTO heartbeat_job (job_id, group_id, heartbeat_id, sequence, slot_at, slots, state, status, reason,
                    definition, queued_at, created_us, updated_us, claim_token, dialler_call_id, receiver_call_id)
                VALUES (@id, @group, @heartbeat,
                    (SELECT COALESCE(MAX(sequence), 0) + 1 FROM heartbeat_job WHERE heartbeat_id = @heartbeat),
                    @slot, @slots, @state, @status, @reason, @definition, {Dialect.NowMs}, @now, @now, 0, '', '')
                ON CONFLICT DO NOTHING
                """,
                new
                {
                    id = id.Value,
                    group = row.GroupId,
                    heartbeat = row.Id,
                    slot = slot?.ToUnixTimeMilliseconds(),
                    slots = (long)(missed?.Count ?? 1),
                    state = (long)(missed is null ? JobState.Queued : JobState.Missed),
                    status = missed is null ? JobStatus.Created : JobStatus.Missed,
                    reason,
                    definition = row.Definition,
                    now,
                },
                cancellation
            );
            if (added > 0)
            {
                return id;
            }

            if (slot is not null && await HasSlotAsync(transaction, row, slot.Value, cancellation))
            {
                return null; // It was dialled, or reported, before the cursor was set back by a new schedule.
            }
        }

        throw new InvalidOperationException($"BUG: {OfferMax} job ids in a row were taken.");
    }

    private static async Task<bool> HasSlotAsync(
        DbTransaction transaction,
        DueRow row,
        DateTimeOffset slot,
        CancellationToken cancellation
    ) =>
        await transaction.ScalarAsync<long>(
            "SELECT COUNT(*) FROM heartbeat_job WHERE heartbeat_id = @id AND slot_at = @slot",
            new { id = row.Id, slot = slot.ToUnixTimeMilliseconds() },
            cancellation
        ) > 0;

    private static DateTimeOffset Milliseconds(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private sealed class DueRow
    {
        public const string Columns = "id AS Id, group_id AS GroupId, definition AS Definition, cursor_at AS CursorAt";

        public byte[] Id { get; init; } = [];
        public byte[] GroupId { get; init; } = [];
        public string Definition { get; init; } = "";
        public long? CursorAt { get; init; }
        public long NowAt { get; init; }
    }
}

/// <summary>A job of the heartbeat is not over yet: one call at a time.</summary>
public sealed class JobOpenException() : Exception("A job of this heartbeat is not over yet.");
