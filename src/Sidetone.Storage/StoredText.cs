using System.Buffers.Binary;
using System.IO.Compression;

namespace Sidetone.Storage;

/// <summary>Packs a JSON text for a column: kept for days and seldom read, it takes a third of its bytes.</summary>
/// <remarks>
/// <code>
///  1 (byte) · length of the text (4 bytes, little-endian) · the text as one Brotli stream (RFC 7932)
///  anything else: the text itself
/// </code>
/// JSON never begins with the byte 1, so that what was stored unpacked is read too. Brotli, because it knows the words of
/// the web from the start: a text of two kilobytes is too short for others to learn its own.
/// </remarks>
public static class StoredText
{
    private const byte Packed = 1;
    private const int HeadBytes = 1 + sizeof(int);
    private const int Quality = 5;

    // Log2 of the window: no stored text that matters is longer than 16 KB, and a larger window only takes memory.
    private const int Window = 14;
    private const int LengthMax = 1 << 28;

    /// <summary>Packs a text, unless it is so short that nothing is won.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> text)
    {
        if (text.Length <= HeadBytes)
        {
            return text.ToArray();
        }

        var packed = new byte[text.Length];
        if (!BrotliEncoder.TryCompress(text, packed.AsSpan(HeadBytes), out var length, Quality, Window))
        {
            return text.ToArray();
        }

        packed[0] = Packed;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), text.Length);
        return packed.AsSpan(0, HeadBytes + length).ToArray();
    }

    /// <summary>The text that was packed, or that was stored as it is.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public static byte[] Unpack(byte[] stored)
    {
        if (stored.Length < HeadBytes || stored[0] != Packed)
        {
            return stored;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(1));
        if (length is < 0 or > LengthMax)
        {
            throw new InvalidDataException($"The stored text is damaged: it cannot have {length} bytes.");
        }

        var text = new byte[length];
        return BrotliDecoder.TryDecompress(stored.AsSpan(HeadBytes), text, out var written) && written == length
            ? text
            : throw new InvalidDataException($"The stored text is damaged: it does not hold {length} bytes.");
    }
}
