using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Storage.Log;

/// <summary>
/// A call's key in every table of the hot path: 16 bytes derived from group, contact and agent, so that a row can be
/// written without asking for a number first, and tables can be sharded by it.
/// </summary>
public readonly record struct CallKey
{
    internal const int Size = 16;

    private readonly UInt128 _value;

    private CallKey(UInt128 value) => _value = value;

    /// <summary>The key of one group's, one contact's, one agent's call.</summary>
    public static CallKey Of(Guid group, string contactId, string agent)
    {
        // Lengths are part of what is hashed: ("ab", "c") and ("a", "bc") are two calls.
        var contactLength = Encoding.UTF8.GetByteCount(contactId);
        var agentLength = Encoding.UTF8.GetByteCount(agent);
        var total = 16 + 4 + contactLength + agentLength;
        Span<byte> text = total <= 512 ? stackalloc byte[total] : new byte[total];
        group.TryWriteBytes(text, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(text[16..], contactLength);
        Encoding.UTF8.GetBytes(contactId, text[20..]);
        Encoding.UTF8.GetBytes(agent, text[(20 + contactLength)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return new CallKey(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>The key that was stored as bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 16 bytes.</exception>
    public static CallKey Parse(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 16
            ? new CallKey(BinaryPrimitives.ReadUInt128BigEndian(bytes))
            : throw new ArgumentException($"A call key has 16 bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>The key as bytes, for a column.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }

    internal void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => _value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
