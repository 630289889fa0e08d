using System.Buffers.Binary;
using System.Text;

namespace Sidetone.Telemetry.Packing;

/// <summary>Reads what <see cref="PackWriter"/> wrote; whatever else the bytes are, it says so and reads no further than they go.</summary>
/// <exception cref="InvalidDataException">The bytes are not what was written.</exception>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>Undoes <see cref="PackWriter.Fold"/>.</summary>
    public static long Unfold(ulong value) => unchecked((long)(value >> 1) ^ -(long)(value & 1));

    public byte Byte() => Remaining > 0 ? _bytes[_position++] : throw Short();

    public ulong Unsigned()
    {
        var bytes = _bytes;
        var position = _position;
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if ((uint)position >= (uint)bytes.Length)
            {
                throw Short();
            }

            var next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                _position = position;
                return value;
            }
        }

        throw new InvalidDataException($"The record is damaged: the number at byte {_position} does not end.");
    }

    public long Signed() => Unfold(Unsigned());

    /// <summary>A number of things that take at least so many bytes each: never more than could follow.</summary>
    public int Count(int bytesEachMin = 1)
    {
        var count = Unsigned();
        return count <= (ulong)(Remaining / bytesEachMin)
            ? (int)count
            : throw new InvalidDataException($"The record is damaged: {count} parts cannot follow byte {_position}.");
    }

    public long Fixed() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));

    public string Text() => Encoding.UTF8.GetString(Bytes(Count()));

    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (length > Remaining)
        {
            throw Short();
        }

        _position += length;
        return _bytes.Slice(_position - length, length);
    }

    /// <summary>Makes sure that nothing is left.</summary>
    public readonly void End()
    {
        if (Remaining > 0)
        {
            throw new InvalidDataException($"The record is damaged: {Remaining} bytes follow its end.");
        }
    }

    private readonly InvalidDataException Short() =>
        new($"The record is damaged: it breaks off at byte {_bytes.Length}.");
}
