using Sidetone.Storage;

namespace Sidetone.Bus.Routing;

/// <summary>The tables of routing, for <see cref="Database.MigrateAsync"/>.</summary>
/// <remarks>
/// <c>only_rules</c>: the rules that see an event, parted by commas; all when it is empty. After a <c>=</c> their patterns
/// are not asked.
/// </remarks>
public static class RoutingTables
{
    /// <summary>Every step, in order; they stand on those of <see cref="Log.BusTables"/>.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(
            "routing",
            1,
            dialect =>
                $"""
                    ALTER TABLE bus_event ADD COLUMN only_rules text NOT NULL DEFAULT '';
                    CREATE TABLE bus_route (
                        group_id {dialect.Blob} PRIMARY KEY,
                        position bigint NOT NULL,
                        owner text NOT NULL,
                        lease_until bigint NOT NULL
                    );
                    """
        ),
    ];
}
