using Sidetone.Storage;

namespace Sidetone.Delivery.Destinations;

/// <summary>The table of destinations.</summary>
internal static class DestinationTables
{
    public static readonly Migration First = new(
        "destination",
        1,
        dialect =>
            $"""
                CREATE TABLE destination (
                    id {dialect.Blob} PRIMARY KEY,
                    group_id {dialect.Blob} NOT NULL,
                    name text NOT NULL,
                    kind text NOT NULL,
                    settings text NOT NULL,
                    secrets {dialect.Blob} NULL,
                    source_prefix text NOT NULL,
                    bus_name text NOT NULL,
                    account text NOT NULL,
                    region text NOT NULL,
                    enabled bigint NOT NULL,
                    revision bigint NOT NULL,
                    UNIQUE (group_id, name)
                );
                """
    );

    // What a node last found out about a destination as of a revision: others show it, none acts on it.
    public static readonly Migration Second = new(
        "destination",
        2,
        dialect =>
            $"""
                CREATE TABLE destination_condition (
                    destination_id {dialect.Blob} PRIMARY KEY,
                    revision bigint NOT NULL,
                    is_ready bigint NOT NULL,
                    said text NOT NULL,
                    node text NOT NULL,
                    since bigint NOT NULL,
                    checked_at bigint NOT NULL
                );
                """
    );

    public static readonly Migration Third = new(
        "destination",
        3,
        static _ => "ALTER TABLE destination ADD COLUMN takes_all bigint NOT NULL DEFAULT 1"
    );
}
