using Sidetone.Delivery.Destinations;
using Sidetone.Delivery.Outbox;
using Sidetone.Storage;

namespace Sidetone.Delivery;

/// <summary>The tables of delivery, for <see cref="Database.MigrateAsync"/>.</summary>
public static class DeliveryTables
{
    /// <summary>Every step, in order.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } =
    [DestinationTables.First, OutboxTables.First, DestinationTables.Second, DestinationTables.Third];
}
