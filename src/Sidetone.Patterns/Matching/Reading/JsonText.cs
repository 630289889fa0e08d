using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>Strings of JSON: where they end, and what they say when something in them is escaped.</summary>
internal static class JsonText
{
    /// <summary>Where a string's closing quote is.</summary>
    /// <returns>Its position; its complement when a backslash stands before it; the text's length when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int End(ref byte json, int length, int at)
    {
        if (at + 32 <= length)
        {
            var bytes = Vector256.LoadUnsafe(ref json, (nuint)at);
            var quotes = Vector256.Equals(bytes, Vector256.Create((byte)'"'));
            var bits = (quotes | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))).ExtractMostSignificantBits();
            if (bits != 0)
            {
                var end = at + System.Numerics.BitOperations.TrailingZeroCount(bits);
                if (Unsafe.Add(ref json, end) == '"')
                {
                    return end;
                }
            }
        }

        return FarEnd(ref json, length, at);
    }

    private static int FarEnd(ref byte json, int length, int at)
    {
        var escaped = false;
        var rest = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref json, length);
        while (true)
        {
            var found = rest[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
            {
                return length;
            }

            at += found;
            if (rest[at] == '"')
            {
                return escaped ? ~at : at;
            }

            escaped = true;
            at += 2;
            if (at > length)
            {
                return length;
            }
        }
    }

    /// <summary>Writes what an escaped string says; a surrogate without its other half as three bytes of its own.</summary>
    /// <returns>How many bytes it takes, at most as many as the string; -1 when an escape is not JSON's.</returns>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> into)
    {
        var written = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                into[written++] = text[at];
                continue;
            }

            if (++at == text.Length)
            {
                return -1;
            }

            if (text[at] != 'u')
            {
                var plain = "\"\\/bfnrt"u8.IndexOf(text[at]);
                if (plain < 0)
                {
                    return -1;
                }

                into[written++] = "\"\\/\b\f\n\r\t"u8[plain];
                continue;
            }

            if (!TryUnit(text[(at + 1)..], out var unit))
            {
                return -1;
            }

            at += 4;
            if (
                char.IsHighSurrogate((char)unit)
                && text[(at + 1)..].StartsWith("\\u"u8)
                && TryUnit(text[(at + 3)..], out var second)
                && char.IsLowSurrogate((char)second)
            )
            {
                at += 6;
                written += new Rune((char)unit, (char)second).EncodeToUtf8(into[written..]);
                continue;
            }

            written += EncodeUnit(unit, into[written..]);
        }

        return written;
    }

    /// <summary>The bytes of a text; a surrogate without its other half as three bytes of its own.</summary>
    public static byte[] Encode(string text)
    {
        var bytes = new byte[text.Length * 3];
        var written = 0;
        for (var at = 0; at < text.Length; at++)
        {
            written +=
                char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
                    ? new Rune(text[at], text[++at]).EncodeToUtf8(bytes.AsSpan(written))
                    : EncodeUnit(text[at], bytes.AsSpan(written));
        }

        return bytes[..written];
    }

    private static bool TryUnit(ReadOnlySpan<byte> text, out int unit)
    {
        unit = 0;
        return text.Length >= 4 && Utf8Parser.TryParse(text[..4], out unit, out var consumed, 'x') && consumed == 4;
    }

    private static int EncodeUnit(int unit, Span<byte> into)
    {
        switch (unit)
        {
            case < 0x80:
                into[0] = (byte)unit;
                return 1;
            case < 0x800:
                into[0] = (byte)(0xC0 | (unit >> 6));
                into[1] = (byte)(0x80 | (unit & 0x3F));
                return 2;
            default:
                into[0] = (byte)(0xE0 | (unit >> 12));
                into[1] = (byte)(0x80 | ((unit >> 6) & 0x3F));
                into[2] = (byte)(0x80 | (unit & 0x3F));
                return 3;
        }
    }
}
