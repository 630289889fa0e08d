using Sidetone.Storage;

namespace Sidetone.Bus.Targets.Streams;

/// <summary>The tables of event streams, for <see cref="Database.MigrateAsync"/>.</summary>
public static class StreamTables
{
    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "streams",
            1,
            dialect =>
                $"""
                    CREATE TABLE bus_stream_head (
                        group_id {dialect.Blob} NOT NULL,
                        stream text NOT NULL,
                        position bigint NOT NULL,
                        PRIMARY KEY (group_id, stream)
                    ) {dialect.Clustered};
                    CREATE TABLE bus_stream_event (
                        group_id {dialect.Blob} NOT NULL,
                        stream text NOT NULL,
                        position bigint NOT NULL,
                        invocation bigint NOT NULL,
                        appended_at bigint NOT NULL,
                        detail_type text NOT NULL,
                        body {dialect.Blob} NOT NULL,
                        PRIMARY KEY (group_id, stream, position),
                        UNIQUE (group_id, stream, invocation)
                    );
                    CREATE INDEX bus_stream_event_age ON bus_stream_event (appended_at);
                    """
        ),
    ];
}
