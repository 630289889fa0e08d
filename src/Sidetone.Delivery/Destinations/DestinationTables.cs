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
}
