using System.Buffers.Binary;

namespace Sidetone.Sip.Rtcp;

/// <summary>
/// The packets of a compound RTCP packet, one after the other. A datagram is read only when the whole of it is well-formed
/// (RFC 3550 A.2): version, a report first, padding on the last alone, lengths that add up.
/// </summary>
internal ref struct RtcpReader
{
    private const int HeaderBytes = 4;

    private ReadOnlySpan<byte> _rest;

    private RtcpReader(ReadOnlySpan<byte> datagram)
    {
        _rest = datagram;
    }

    /// <summary>The packet's type; another number than ours is a packet to step over.</summary>
    public RtcpType Type { get; private set; }

    /// <summary>Its count: report blocks, chunks or sources.</summary>
    public int Count { get; private set; }

    /// <summary>What follows its first four bytes, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>Checks a datagram; false when it is not a compound packet.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> datagram, out RtcpReader reader)
    {
        reader = new RtcpReader(datagram);
        var rest = datagram;
        var isFirst = true;
        while (!rest.IsEmpty)
        {
            if (rest.Length < HeaderBytes || rest[0] >> 6 != 2 || LengthOf(rest) > rest.Length)
            {
                return false;
            }

            var isLast = LengthOf(rest) == rest.Length;
            var isPadded = (rest[0] & 0x20) != 0;
            if (isFirst && (RtcpType)rest[1] is not (RtcpType.SenderReport or RtcpType.ReceiverReport))
            {
                return false;
            }

            if (isPadded && (!isLast || rest[^1] == 0 || rest[^1] % 4 != 0 || rest[^1] > rest.Length - HeaderBytes))
            {
                return false;
            }

            rest = rest[LengthOf(rest)..];
            isFirst = false;
        }

        return !isFirst;
    }

    /// <summary>Steps to the next packet; false after the last.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var length = LengthOf(_rest);
        var packet = _rest[..length];
        var padding = (packet[0] & 0x20) != 0 ? packet[^1] : 0;
        Type = (RtcpType)packet[1];
        Count = packet[0] & 0x1F;
        Body = packet[HeaderBytes..^padding];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>The source that a report speaks for, what it has sent (null in a receiver report) and its blocks' bytes.</summary>
    public readonly bool TryReport(out uint ssrc, out SenderInfo? sender, out ReadOnlySpan<byte> blocks)
    {
        ssrc = 0;
        sender = null;
        blocks = default;
        var isSender = Type == RtcpType.SenderReport;
        var head = 4 + (isSender ? SenderInfo.Bytes : 0);
        if (!(isSender || Type == RtcpType.ReceiverReport) || Body.Length < head + (Count * ReportBlock.Bytes))
        {
            return false;
        }

        ssrc = BinaryPrimitives.ReadUInt32BigEndian(Body);
        sender = isSender ? SenderInfo.Read(Body[4..]) : null;
        blocks = Body.Slice(head, Count * ReportBlock.Bytes);
        return true;
    }

    private static int LengthOf(ReadOnlySpan<byte> packet) =>
        4 * (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) + 1);
}
