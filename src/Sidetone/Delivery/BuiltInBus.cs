using System.Data.Common;
using Sidetone.Bus.Buses;
using Sidetone.Bus.Partners;
using Sidetone.Bus.Resources;
using Sidetone.Delivery.Destinations;
using Sidetone.Groups;
using Sidetone.Storage;

namespace Sidetone.Delivery;

/// <summary>What a new group gets on the built-in bus: a bus that belongs to its partner event source.</summary>
internal static class BuiltInBus
{
    /// <summary>The last part of a group's source, which is the name of its partner event source and of the bus of that.</summary>
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

    /// <summary>Within a transaction: gives a group its partner event source, active, and the bus that belongs to it.</summary>
    public static async Task AddAsync(DbTransaction transaction, AccountGroup group, CancellationToken cancellation)
    {
        var name = BuiltInBusDestinationKind.BusOf(DestinationOf(group));
        await ResourceStore.PutAsync(
            transaction,
            group.Id,
            new PartnerEventSourceRecord
            {
                Name = name,
                Account = group.Account,
                State = PartnerEventSourceRecord.ActiveState,
                CreatedAt = group.CreatedAt,
            },
            cancellation
        );
        await ResourceStore.PutAsync(
            transaction,
            group.Id,
            new EventBusRecord
            {
                Name = name,
                EventSourceName = name,
                CreatedAt = group.CreatedAt,
                ModifiedAt = group.CreatedAt,
            },
            cancellation
        );
    }

    /// <summary>
    /// Gives groups that were made before buses had rules what <see cref="AddAsync"/> gives new ones. A group whose
    /// resources were ever touched is left alone, so that what somebody deleted stays deleted.
    /// </summary>
    public static async Task CatchUpAsync(Database database, GroupStore groups, CancellationToken cancellation)
    {
        foreach (var group in await groups.ListAsync(cancellation))
        {
            await database.WriteAsync(
                async (transaction, token) =>
                {
                    if (await ResourceStore.RevisionAsync(transaction, group.Id, token) == 0)
                    {
                        await AddAsync(transaction, group, token);
                    }

                    return true;
                },
                cancellation
            );
        }
    }
}
