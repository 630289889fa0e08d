using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sidetone.Telemetry.Packing;

/// <summary>Writes a record's parts one after the other into rented memory.</summary>
/// <remarks>
/// Whole numbers are LEB128: seven bits a byte, lowest first, the eighth says that more follow. Signed ones are folded
/// first (0, −1, 1, −2 → 0, 1, 2, 3), so that small ones of either sign stay short.
/// </remarks>
internal ref struct PackWriter(int capacity) : IDisposable
{
    private const int VarintMax = 10;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Folds a signed number.</summary>
    public static ulong Fold(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    public void Unsigned(ulong value)
    {
        Reserve(VarintMax);
        var bytes = _bytes;
        var length = _length;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        _length = length;
    }

    public void Count(int value) => Unsigned((ulong)value);

    public void Signed(long value) => Unsigned(Fold(value));

    public void Fixed(long value) => BinaryPrimitives.WriteInt64LittleEndian(Claim(sizeof(long)), value);

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Count(length);
        Encoding.UTF8.GetBytes(value, Claim(length));
    }

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Claim(value.Length));

    /// <summary>Room for as many bytes, to be filled by the caller.</summary>
    public Span<byte> Claim(int length)
    {
        Reserve(length);
        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }

    /// <summary>Takes back the last bytes of what was claimed.</summary>
    public void GiveBack(int length) => _length -= length;

    private void Reserve(int more)
    {
        if (_bytes.Length - _length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
