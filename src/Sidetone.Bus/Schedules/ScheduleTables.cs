using Sidetone.Storage;

namespace Sidetone.Bus.Schedules;

/// <summary>The table of what schedules have fired, for <see cref="Database.MigrateAsync"/>.</summary>
public static class ScheduleTables
{
    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "schedules",
            1,
            dialect =>
                $"""
                    CREATE TABLE bus_schedule (
                        group_id {dialect.Blob} NOT NULL,
                        rule text NOT NULL,
                        slot bigint NOT NULL,
                        PRIMARY KEY (group_id, rule)
                    ) {dialect.Clustered};
                    """
        ),
    ];
}
