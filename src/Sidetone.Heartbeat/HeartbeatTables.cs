using Sidetone.Storage;

namespace Sidetone.Heartbeat;

/// <summary>The tables of heartbeats, for <see cref="Database.MigrateAsync"/>.</summary>
public static class HeartbeatTables
{
    // `cursor_at` of a heartbeat is its first slot that nobody looked at, `due_at` when to look: the slot and its jitter.
    // Both are null when nothing is scheduled. A job's `sequence` counts within its heartbeat, in the order of slots.
    // `job_id` is Unix nanoseconds. One row of missed slots may stand for many: `slot_at` is the first, `slots` how many.
    // `lease_until` of a job that awaits its agent's leg is when it ends without.
    // A score is null when it was not measured. `claim_token` makes void what is said about a job that was taken over.
    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "heartbeat",
            1,
            dialect =>
                $"""
                    CREATE TABLE heartbeat (
                        id {dialect.Blob} PRIMARY KEY,
                        group_id {dialect.Blob} NOT NULL,
                        name text NOT NULL,
                        definition text NOT NULL,
                        revision bigint NOT NULL,
                        cursor_at bigint NULL,
                        due_at bigint NULL,
                        UNIQUE (group_id, name)
                    );
                    CREATE INDEX heartbeat_due ON heartbeat (due_at) WHERE due_at IS NOT NULL;
                    CREATE TABLE heartbeat_job (
                        job_id bigint PRIMARY KEY,
                        group_id {dialect.Blob} NOT NULL,
                        heartbeat_id {dialect.Blob} NOT NULL,
                        sequence bigint NOT NULL,
                        slot_at bigint NULL,
                        slots bigint NOT NULL,
                        state bigint NOT NULL,
                        status text NOT NULL,
                        reason text NOT NULL,
                        definition text NOT NULL,
                        queued_at bigint NOT NULL,
                        dialled_at bigint NULL,
                        created_us bigint NOT NULL,
                        updated_us bigint NOT NULL,
                        claim_owner text NULL,
                        claim_token bigint NOT NULL,
                        lease_until bigint NULL,
                        ax double precision NULL,
                        cx double precision NULL,
                        network double precision NULL,
                        dialler_call_id text NOT NULL,
                        receiver_call_id text NOT NULL,
                        record {dialect.Blob} NULL,
                        recording text NULL,
                        UNIQUE (heartbeat_id, slot_at),
                        UNIQUE (heartbeat_id, sequence)
                    );
                    CREATE INDEX heartbeat_job_of_group ON heartbeat_job (group_id, job_id);
                    CREATE INDEX heartbeat_job_open ON heartbeat_job (state, job_id) WHERE state < 2;
                    CREATE INDEX heartbeat_job_dialled ON heartbeat_job (group_id, dialled_at)
                        WHERE dialled_at IS NOT NULL;
                    CREATE INDEX heartbeat_job_recording ON heartbeat_job (dialled_at) WHERE recording IS NOT NULL;
                    CREATE TABLE heartbeat_account (
                        group_id {dialect.Blob} NOT NULL,
                        name text NOT NULL,
                        settings text NOT NULL,
                        password {dialect.Blob} NULL,
                        PRIMARY KEY (group_id, name)
                    );
                    CREATE TABLE heartbeat_dial_rules (
                        group_id {dialect.Blob} PRIMARY KEY,
                        rules text NOT NULL
                    );
                    CREATE TABLE heartbeat_workflow (
                        id {dialect.Blob} PRIMARY KEY,
                        group_id {dialect.Blob} NOT NULL,
                        name text NOT NULL,
                        settings text NOT NULL,
                        destination_id {dialect.Blob} NULL,
                        UNIQUE (group_id, name)
                    );
                    """
        ),
        new("heartbeat", 2, _ => "CREATE INDEX heartbeat_job_awaiting ON heartbeat_job (lease_until) WHERE state = 4;"),
    ];
}
