using Sidetone.Storage;

namespace Sidetone.Bus.Invocations;

/// <summary>The tables of invocations, for <see cref="Database.MigrateAsync"/>.</summary>
/// <remarks>
/// A lane is a target of a rule, or the dead letters of one: what is sent one after the other, apart from everything
/// else. An invocation that succeeded is deleted. The event itself stays in the log while an invocation needs it.
/// </remarks>
public static class InvocationTables
{
    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "invocations",
            1,
            dialect =>
                $"""
                    CREATE TABLE bus_lane (
                        id {dialect.Identity},
                        group_id {dialect.Blob} NOT NULL,
                        bus text NOT NULL,
                        rule text NOT NULL,
                        target text NOT NULL,
                        dead_letter bigint NOT NULL,
                        used_at bigint NOT NULL,
                        UNIQUE (group_id, bus, rule, target, dead_letter)
                    );
                    CREATE TABLE bus_invocation (
                        id {dialect.Identity},
                        lane bigint NOT NULL,
                        group_id {dialect.Blob} NOT NULL,
                        position bigint NOT NULL,
                        state bigint NOT NULL,
                        attempts bigint NOT NULL,
                        since bigint NOT NULL,
                        due_at bigint NOT NULL,
                        owner text NOT NULL,
                        token bigint NOT NULL,
                        error_code text NOT NULL,
                        error_message text NOT NULL,
                        exhausted text NOT NULL,
                        tried bigint NOT NULL
                    );
                    CREATE INDEX bus_invocation_due ON bus_invocation (lane, due_at, id) WHERE state < 2;
                    CREATE INDEX bus_invocation_kept ON bus_invocation (lane) WHERE state = 2;
                    CREATE INDEX bus_invocation_event ON bus_invocation (group_id, position);
                    CREATE INDEX bus_invocation_failed ON bus_invocation (group_id, due_at) WHERE state = 2;
                    """
        ),
    ];
}
