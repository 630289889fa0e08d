using System.Buffers.Binary;
using System.Numerics;

namespace Sidetone.Telemetry.Packing;

/// <summary>
/// The 64-bit hash that tells a repeated batch from one that contradicts: XXH64 with seed 0 (the xxHash specification,
/// version 0.1.1).
/// </summary>
/// <remarks>
/// Not a cryptographic hash, and none is needed: it is only compared with the hash of what the same session sent under
/// the same number, so that who finds a collision deceives nobody else.
/// </remarks>
public static class ContentHash
{
    private const ulong Prime1 = 11400714785074694791;
    private const ulong Prime2 = 14029467366897019727;
    private const ulong Prime3 = 1609587929392839161;
    private const ulong Prime4 = 9650029242287828579;
    private const ulong Prime5 = 2870177450012600261;
    private const int StripeLength = 32;

    /// <summary>The hash of these bytes.</summary>
    public static long Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var length = (ulong)bytes.Length;
            var hash = bytes.Length < StripeLength ? Prime5 : HashStripes(ref bytes);
            return (long)Avalanche(HashRest(hash + length, bytes));
        }
    }

    private static ulong HashStripes(ref ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var (first, second, third, fourth) = (Prime1 + Prime2, Prime2, 0UL, 0UL - Prime1);
            for (; bytes.Length >= StripeLength; bytes = bytes[StripeLength..])
            {
                first = Round(first, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                second = Round(second, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
                third = Round(third, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
                fourth = Round(fourth, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
            }

            var hash =
                BitOperations.RotateLeft(first, 1)
                + BitOperations.RotateLeft(second, 7)
                + BitOperations.RotateLeft(third, 12)
                + BitOperations.RotateLeft(fourth, 18);
            return Merge(Merge(Merge(Merge(hash, first), second), third), fourth);
        }
    }

    private static ulong HashRest(ulong hash, ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                hash = (BitOperations.RotateLeft(hash, 27) * Prime1) + Prime4;
            }

            if (bytes.Length >= 4)
            {
                hash ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1;
                hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
                bytes = bytes[4..];
            }

            foreach (var last in bytes)
            {
                hash ^= last * Prime5;
                hash = BitOperations.RotateLeft(hash, 11) * Prime1;
            }

            return hash;
        }
    }

    private static ulong Round(ulong lane, ulong input) =>
        unchecked(BitOperations.RotateLeft(lane + (input * Prime2), 31) * Prime1);

    private static ulong Merge(ulong hash, ulong lane) => unchecked(((hash ^ Round(0, lane)) * Prime1) + Prime4);

    private static ulong Avalanche(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }
}
