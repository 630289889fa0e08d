using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>
/// Leaves an object or array that no rule asks into, 64 bytes at a time: a bit per byte says quote, backslash, opening or
/// closing bracket; what is between quotes is masked out; bits are counted. Only strings and depth are heeded: whether what
/// is skipped is valid JSON, and whether brackets are of a kind, is not looked at.
/// </summary>
internal static class JsonSkip
{
    private const int Block = 64;

    /// <summary>Where the first byte behind the value is; -1 when the text ends before.</summary>
    /// <param name="json">The whole text.</param>
    /// <param name="length">Its length.</param>
    /// <param name="at">Behind the opening bracket.</param>
    public static int Nested(ref byte json, int length, int at)
    {
        var depth = 1;
        var inString = 0UL;
        var escape = 0UL;
        while (at + Block <= length)
        {
            var end = Step(ref Unsafe.Add(ref json, at), ref depth, ref inString, ref escape);
            if (end >= 0)
            {
                return at + end;
            }

            at += Block;
        }

        if (at >= length)
        {
            return -1;
        }

        // The rest, in a block of its own: zeros behind it are no bracket.
        Span<byte> last = stackalloc byte[Block];
        last.Clear();
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref json, at), length - at).CopyTo(last);
        var found = Step(ref MemoryMarshal.GetReference(last), ref depth, ref inString, ref escape);
        return found < 0 ? -1 : at + found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(ref byte block, ref int depth, ref ulong inString, ref ulong escape)
    {
        var low = Vector256.LoadUnsafe(ref block);
        var high = Vector256.LoadUnsafe(ref block, 32);
        var quotes = Bits(low, high, (byte)'"');
        var slashes = Bits(low, high, (byte)'\\');
        if ((slashes | escape) != 0)
        {
            quotes &= ~Escaped(slashes, ref escape);
        }

        var strings = PrefixXor(quotes) ^ inString;
        inString = (ulong)((long)strings >> 63);

        // '[' and '{' differ in one bit, as ']' and '}' do; no other byte becomes one of them with it.
        var lower = Vector256.Create((byte)0x20);
        (low, high) = (low | lower, high | lower);
        var closes = Bits(low, high, (byte)'}') & ~strings;
        var opens = Bits(low, high, (byte)'{') & ~strings;
        var closeCount = BitOperations.PopCount(closes);
        if (depth > closeCount)
        {
            depth += BitOperations.PopCount(opens) - closeCount;
            return -1;
        }

        return End(opens, closes, ref depth);
    }

    private static int End(ulong opens, ulong closes, ref int depth)
    {
        var before = depth;
        var closed = 0;
        for (var rest = closes; rest != 0; rest &= rest - 1)
        {
            closed++;
            var below = (rest & (0 - rest)) - 1;
            if (before + BitOperations.PopCount(opens & below) == closed)
            {
                return BitOperations.TrailingZeroCount(rest) + 1;
            }
        }

        depth += BitOperations.PopCount(opens) - closed;
        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, byte value)
    {
        var wanted = Vector256.Create(value);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits()
            | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }

    // Bits of the bytes that a backslash stands before which no other backslash takes away. What is carried is whether the
    // last byte was such a backslash.
    private static ulong Escaped(ulong slashes, ref ulong carried)
    {
        const ulong even = 0x5555_5555_5555_5555;
        slashes &= ~carried;
        var follows = (slashes << 1) | carried;
        var oddStarts = slashes & ~even & ~follows;
        var sum = oddStarts + slashes;
        carried = sum < slashes ? 1UL : 0;
        return (even ^ (sum << 1)) & follows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
