using System.Buffers.Binary;

namespace Sidetone.Sip.Rtcp;

/// <summary>What a receiver says of one source (RFC 3550 §6.4.1).</summary>
/// <param name="Ssrc">the source it speaks of</param>
/// <param name="FractionLost">lost since the last report, in 1/256</param>
/// <param name="Lost">lost since the beginning, 24 bits with sign: duplicates can make it negative</param>
/// <param name="ExtendedHighest">highest sequence number received, the count of wraps in the upper 16 bits</param>
/// <param name="Jitter">in units of the timestamp's clock</param>
/// <param name="LastReport">middle 32 bits of the NTP time of the source's last sender report; 0 when there was none</param>
/// <param name="DelaySinceLastReport">from that report's arrival to this one, in 1/65536 s</param>
internal readonly record struct ReportBlock(
    uint Ssrc,
    byte FractionLost,
    int Lost,
    uint ExtendedHighest,
    uint Jitter,
    uint LastReport,
    uint DelaySinceLastReport
)
{
    public const int Bytes = 24;

    /// <summary>Reads a block that is <see cref="Bytes"/> long.</summary>
    public static ReportBlock Read(ReadOnlySpan<byte> block)
    {
        var second = BinaryPrimitives.ReadInt32BigEndian(block[4..]);
        return new ReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(block),
            block[4],
            (second << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[20..])
        );
    }

    public void Write(Span<byte> block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(block, Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(block[4..], Lost);
        block[4] = FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(block[8..], ExtendedHighest);
        BinaryPrimitives.WriteUInt32BigEndian(block[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(block[16..], LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(block[20..], DelaySinceLastReport);
    }
}
