using System.Data.Common;
using Sidetone.Bus.Api;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Buses;

/// <summary>Finds buses: the default one is there without a record.</summary>
internal static class BusDirectory
{
    /// <summary>A bus; null when there is none of that name.</summary>
    public static async Task<EventBusRecord?> FindBusAsync(
        this ResourceStore store,
        Guid group,
        string name,
        CancellationToken cancellation
    ) =>
        await store.FindAsync<EventBusRecord>(group, "", name, cancellation)
        ?? (name == EventBusRecord.DefaultName ? Default(group) : null);

    /// <summary>Within a transaction: a bus.</summary>
    /// <exception cref="BusException">There is none of that name.</exception>
    public static async Task<EventBusRecord> RequireBusAsync(
        this ResourceStore store,
        DbTransaction transaction,
        Guid group,
        string name,
        CancellationToken cancellation
    ) =>
        await store.FindAsync<EventBusRecord>(transaction, group, "", name, cancellation)
        ?? (name == EventBusRecord.DefaultName ? Default(group) : throw Refusals.NoBus(name));

    /// <summary>A bus.</summary>
    /// <exception cref="BusException">There is none of that name.</exception>
    public static async Task<EventBusRecord> RequireBusAsync(
        this ResourceStore store,
        Guid group,
        string name,
        CancellationToken cancellation
    ) => await store.FindBusAsync(group, name, cancellation) ?? throw Refusals.NoBus(name);

    /// <summary>A group's default bus before anything about it was changed; it is as old as the group.</summary>
    public static EventBusRecord Default(Guid group) =>
        new()
        {
            Name = EventBusRecord.DefaultName,
            CreatedAt = BornAt(group),
            ModifiedAt = BornAt(group),
        };

    // The ids of groups are of version 7: their first 48 bits are the milliseconds when they were made.
    private static DateTimeOffset BornAt(Guid group)
    {
        var bytes = group.ToByteArray(bigEndian: true);
        var milliseconds = 0L;
        for (var i = 0; i < 6; i++)
        {
            milliseconds = (milliseconds << 8) | bytes[i];
        }

        return group.Version == 7 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : DateTimeOffset.UnixEpoch;
    }
}
