using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Delivery.Outbox;

/// <summary>
/// What makes an event the same event wherever and however often it arrives: a UUID derived from the group, the event's
/// type and the key of the thing that it is about.
/// </summary>
/// <param name="Value">The UUID, version 8 (RFC 9562, section 5.8).</param>
public readonly record struct EventId(Guid Value)
{
    /// <summary>The id of one thing's event of one type in one group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="detailType">The event's type, such as <c>CallSummary</c>.</param>
    /// <param name="key">
    /// The thing's own key: a call's contact and agent; an issue's report id; a headset's call (contact, agent) and
    /// device; a heartbeat's workflow and job.
    /// </param>
    public static EventId For(Guid group, string detailType, params ReadOnlySpan<string> key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        group.TryWriteBytes(bytes, bigEndian: true, out var written);
        hash.AppendData(bytes[..written]);
        Append(hash, detailType);
        foreach (var part in key)
        {
            Append(hash, part);
        }

        hash.GetHashAndReset(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new EventId(new Guid(bytes[..16], bigEndian: true));
    }

    /// <summary>The id that was stored as 16 bytes.</summary>
    public static EventId Parse(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>The id as 16 bytes in network order, for a column.</summary>
    public byte[] ToBytes() => Value.ToByteArray(bigEndian: true);

    /// <summary>Lower-case hexadecimal with dashes, as it stands in the envelope.</summary>
    public override string ToString() => Value.ToString();

    // Lengths are part of what is hashed: ("ab", "c") and ("a", "bc") are two things.
    private static void Append(IncrementalHash hash, string part)
    {
        var text = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
        hash.AppendData(length);
        hash.AppendData(text);
    }
}
