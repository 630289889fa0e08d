using System.Buffers.Binary;

namespace Sidetone.Sip.Rtcp;

/// <summary>What a sender says of itself (RFC 3550 §6.4.1).</summary>
/// <param name="Ntp">when the report was sent</param>
/// <param name="RtpTimestamp">the same moment on the clock of its timestamps</param>
/// <param name="Packets">packets sent since it began, modulo 2^32</param>
/// <param name="PayloadBytes">bytes of payload sent, modulo 2^32</param>
internal readonly record struct SenderInfo(ulong Ntp, uint RtpTimestamp, uint Packets, uint PayloadBytes)
{
    public const int Bytes = 20;

    /// <summary>Reads what is <see cref="Bytes"/> long.</summary>
    public static SenderInfo Read(ReadOnlySpan<byte> part) =>
        new(
            BinaryPrimitives.ReadUInt64BigEndian(part),
            BinaryPrimitives.ReadUInt32BigEndian(part[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(part[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(part[16..])
        );

    public void Write(Span<byte> part)
    {
        BinaryPrimitives.WriteUInt64BigEndian(part, Ntp);
        BinaryPrimitives.WriteUInt32BigEndian(part[8..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(part[12..], Packets);
        BinaryPrimitives.WriteUInt32BigEndian(part[16..], PayloadBytes);
    }
}
