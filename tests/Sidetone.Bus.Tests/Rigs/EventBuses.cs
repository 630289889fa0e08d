using Sidetone.Bus.Buses;

namespace Sidetone.Bus.Tests.Rigs;

/// <summary>Event buses as they are stored.</summary>
internal static class EventBuses
{
    public static EventBusRecord Bus(string name) =>
        new()
        {
            Name = name,
            CreatedAt = DateTimeOffset.UnixEpoch,
            ModifiedAt = DateTimeOffset.UnixEpoch,
        };
}
