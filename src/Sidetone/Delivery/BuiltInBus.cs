using Sidetone.Delivery.Destinations;
using Sidetone.Groups;

namespace Sidetone.Delivery;

/// <summary>What a new group gets on the built-in bus: a bus that belongs to its partner event source.</summary>
internal static class BuiltInBus
{
    /// <summary>The name of a group's own bus, the last part of its source.</summary>
    public const string Name = "sidetone";

    /// <summary>The source's prefix as the published catalog prints it; only the built-in bus may use it freely.</summary>
    public const string SourcePrefix = "aws.partner/operata.com";

    /// <summary>The destination that sends a group's events to its own bus.</summary>
    public static DestinationRecord DestinationOf(AccountGroup group) =>
        new()
        {
            Id = new DestinationId(Guid.CreateVersion7(group.CreatedAt)),
            Group = group.Id,
            Name = "bus",
            Kind = BuiltInBusDestinationKind.KindName,
            SourcePrefix = SourcePrefix,
            BusName = Name,
            Account = group.Account,
            Region = "", // The server's: it has one.
        };
}
