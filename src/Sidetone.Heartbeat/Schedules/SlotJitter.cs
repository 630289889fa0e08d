using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sidetone.Heartbeat.Schedules;

/// <summary>Spreads the calls of a fleet over a window: heartbeats with the same schedule do not dial at once.</summary>
internal static class SlotJitter
{
    /// <summary>
    /// How much after its slot a heartbeat dials: at least 0, less than the window, in whole milliseconds. It depends on
    /// the heartbeat and the slot alone, so that every node and every restart agree.
    /// </summary>
    public static TimeSpan Of(Guid heartbeat, DateTimeOffset slot, TimeSpan window)
    {
        if (window <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        Span<byte> key = stackalloc byte[24];
        heartbeat.TryWriteBytes(key, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(key[16..], slot.ToUnixTimeMilliseconds());
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        var milliseconds = (UInt128)BinaryPrimitives.ReadUInt64BigEndian(hash) * (ulong)window.TotalMilliseconds >> 64;
        return TimeSpan.FromMilliseconds((long)milliseconds);
    }
}
