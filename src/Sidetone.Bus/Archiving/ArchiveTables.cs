using Sidetone.Storage;

namespace Sidetone.Bus.Archiving;

/// <summary>The tables of archived events, for <see cref="Database.MigrateAsync"/>.</summary>
/// <remarks>An archived event is a copy: it outlives the log.</remarks>
public static class ArchiveTables
{
    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "archiving",
            1,
            dialect =>
                $"""
                    CREATE TABLE bus_archive_event (
                        archive_id {dialect.Blob} NOT NULL,
                        occurred_at bigint NOT NULL,
                        position bigint NOT NULL,
                        archived_at bigint NOT NULL,
                        event_id {dialect.Blob} NOT NULL,
                        detail_type text NOT NULL,
                        source text NOT NULL,
                        bytes bigint NOT NULL,
                        envelope {dialect.Blob} NOT NULL,
                        PRIMARY KEY (archive_id, occurred_at, position)
                    );
                    CREATE INDEX bus_archive_event_age ON bus_archive_event (archive_id, archived_at);
                    CREATE INDEX bus_resource_replay ON bus_resource (group_id) WHERE kind = 7;
                    CREATE TABLE bus_archive_size (
                        archive_id {dialect.Blob} PRIMARY KEY,
                        group_id {dialect.Blob} NOT NULL,
                        events bigint NOT NULL,
                        bytes bigint NOT NULL
                    );
                    """
        ),
    ];
}
