using System.Buffers.Binary;
using System.Text;

namespace Sidetone.Sip.Rtcp;

/// <summary>Writes one compound packet (RFC 3550 §6.1): a report, who we are, and perhaps goodbye.</summary>
internal ref struct RtcpWriter
{
    /// <summary>Enough for a report with one block, a name and a goodbye.</summary>
    public const int BytesMax = 128;

    private const byte CanonicalName = 1;
    private const int NameBytesMax = 40;

    private readonly Span<byte> _buffer;

    /// <param name="buffer">at least <see cref="BytesMax"/> long</param>
    public RtcpWriter(Span<byte> buffer)
    {
        _buffer = buffer;
    }

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>A sender report, or a receiver report when nothing was sent.</summary>
    public void Report(uint ssrc, SenderInfo? sender, ReportBlock? block)
    {
        var start = Begin(sender is null ? RtcpType.ReceiverReport : RtcpType.SenderReport, block is null ? 0 : 1);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[Length..], ssrc);
        Length += 4;
        if (sender is { } sent)
        {
            sent.Write(_buffer[Length..]);
            Length += SenderInfo.Bytes;
        }

        if (block is { } received)
        {
            received.Write(_buffer[Length..]);
            Length += ReportBlock.Bytes;
        }

        End(start);
    }

    /// <summary>The name that stays the same over all sources of this end (RFC 3550 §6.5.1); cut at 40 ASCII characters.</summary>
    public void Name(uint ssrc, string name)
    {
        var start = Begin(RtcpType.SourceDescription, 1);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[Length..], ssrc);
        var bytes = Math.Min(name.Length, NameBytesMax);
        _buffer[Length + 4] = CanonicalName;
        _buffer[Length + 5] = (byte)bytes;
        Encoding.ASCII.GetBytes(name.AsSpan(0, bytes), _buffer[(Length + 6)..]);
        Length += 6 + bytes;

        // A chunk ends with one zero at least, and on a boundary of four.
        do
        {
            _buffer[Length++] = 0;
        } while (Length % 4 != 0);
        End(start);
    }

    /// <summary>Goodbye, without a reason.</summary>
    public void Goodbye(uint ssrc)
    {
        var start = Begin(RtcpType.Goodbye, 1);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[Length..], ssrc);
        Length += 4;
        End(start);
    }

    private int Begin(RtcpType type, int count)
    {
        var start = Length;
        _buffer[start] = (byte)(0x80 | count);
        _buffer[start + 1] = (byte)type;
        Length += 4;
        return start;
    }

    private readonly void End(int start) =>
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(start + 2)..], (ushort)(((Length - start) / 4) - 1));
}
