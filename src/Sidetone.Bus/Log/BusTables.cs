using Sidetone.Storage;

namespace Sidetone.Bus.Log;

/// <summary>The tables of the bus, for <see cref="Database.MigrateAsync"/>.</summary>
public static class BusTables
{
    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "bus",
            1,
            dialect =>
                $"""
                    CREATE TABLE bus_head (
                        group_id {dialect.Blob} PRIMARY KEY,
                        position bigint NOT NULL
                    );
                    CREATE TABLE bus_event (
                        group_id {dialect.Blob} NOT NULL,
                        position bigint NOT NULL,
                        bus text NOT NULL,
                        event_id {dialect.Blob} NOT NULL,
                        edition bigint NOT NULL,
                        detail_type text NOT NULL,
                        source text NOT NULL,
                        occurred_at bigint NOT NULL,
                        appended_at bigint NOT NULL,
                        envelope {dialect.Blob} NOT NULL,
                        PRIMARY KEY (group_id, position),
                        UNIQUE (group_id, bus, event_id, edition)
                    );
                    CREATE INDEX bus_event_appended ON bus_event (appended_at);
                    """
        ),
        new(
            "bus",
            2,
            dialect =>
                $"""
                    CREATE TABLE bus_resource (
                        group_id {dialect.Blob} NOT NULL,
                        kind bigint NOT NULL,
                        parent text NOT NULL,
                        name text NOT NULL,
                        body text NOT NULL,
                        PRIMARY KEY (group_id, kind, parent, name)
                    );
                    CREATE TABLE bus_revision (
                        group_id {dialect.Blob} PRIMARY KEY,
                        revision bigint NOT NULL
                    );
                    """
        ),
        .. Routing.RoutingTables.Migrations,
        .. Invocations.InvocationTables.Migrations,
        .. Archiving.ArchiveTables.Migrations,
        .. Schedules.ScheduleTables.Migrations,
        .. Targets.Streams.StreamTables.Migrations,
    ];
}
