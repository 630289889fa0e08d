using System.Buffers.Binary;

namespace Sidetone.Sip.Rtp;

/// <summary>An RTP packet (RFC 3550 §5.1) as it stands in a buffer; contributing sources, extension and padding are stepped over.</summary>
public readonly ref struct RtpPacket
{
    /// <summary>Bytes of the header without contributing sources and extension.</summary>
    public const int HeaderBytes = 12;

    /// <summary>The marker bit: the first packet after silence, or of a telephone event.</summary>
    public bool Marker { get; private init; }

    /// <summary>Payload type, 0…127.</summary>
    public byte PayloadType { get; private init; }

    /// <summary>Sequence number, modulo 2^16.</summary>
    public ushort Sequence { get; private init; }

    /// <summary>Sampling time of the first sample, in samples, modulo 2^32.</summary>
    public uint Timestamp { get; private init; }

    /// <summary>Synchronisation source.</summary>
    public uint Ssrc { get; private init; }

    /// <summary>The payload without padding; may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; private init; }

    /// <summary>Reads a datagram; false when its version or one of its lengths is wrong.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (datagram.Length < HeaderBytes || datagram[0] >> 6 != 2)
        {
            return false;
        }

        var header = HeaderBytes + (4 * (datagram[0] & 0xF));
        if ((datagram[0] & 0x10) != 0)
        {
            if (datagram.Length < header + 4)
            {
                return false;
            }

            header += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(header + 2)..]));
        }

        // The last byte counts the padding, itself included; 0 is no padding that could be removed.
        var isPadded = (datagram[0] & 0x20) != 0;
        var padding = isPadded ? datagram[^1] : 0;
        if (datagram.Length < header + padding || (isPadded && padding == 0))
        {
            return false;
        }

        packet = new RtpPacket
        {
            Marker = datagram[1] >= 0x80,
            PayloadType = (byte)(datagram[1] & 0x7F),
            Sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            Payload = datagram[header..^padding],
        };
        return true;
    }

    /// <summary>Writes the header of a packet without contributing sources, extension or padding.</summary>
    /// <param name="buffer">at least <see cref="HeaderBytes"/> long</param>
    /// <param name="marker">the marker bit</param>
    /// <param name="payloadType">0…127</param>
    /// <param name="sequence">sequence number</param>
    /// <param name="timestamp">in samples</param>
    /// <param name="ssrc">synchronisation source</param>
    public static void WriteHeader(
        Span<byte> buffer,
        bool marker,
        byte payloadType,
        ushort sequence,
        uint timestamp,
        uint ssrc
    )
    {
        buffer[0] = 0x80;
        buffer[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[8..], ssrc);
    }
}
