using Sidetone.Sip.Rtp;

namespace Sidetone.Sip.Tests.Rtp;

public sealed class RtpPacketTests
{
    private static readonly byte[] s_full =
    [
        0xB2,
        0x80 | 8,
        0x12,
        0x34,
        0,
        0,
        1,
        0,
        0xDE,
        0xAD,
        0xBE,
        0xEF, // version 2, padding, extension, two contributing sources
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        2, // contributing sources
        0xBE,
        0xDE,
        0,
        1,
        9,
        9,
        9,
        9, // extension of one word
        1,
        2,
        3, // payload
        0,
        0,
        3, // padding
    ];

    [Fact]
    public void Contributing_sources_extension_and_padding_are_stepped_over()
    {
        Assert.True(RtpPacket.TryParse(s_full, out var packet));
        Assert.True(packet.Marker);
        Assert.Equal(8, packet.PayloadType);
        Assert.Equal(0x1234, packet.Sequence);
        Assert.Equal(256u, packet.Timestamp);
        Assert.Equal(0xDEADBEEF, packet.Ssrc);
        Assert.Equal([1, 2, 3], packet.Payload.ToArray());
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var bytes = new byte[14];
        RtpPacket.WriteHeader(bytes, marker: true, 101, 65_535, 0xFFFFFF00, 7);
        (bytes[12], bytes[13]) = (5, 6);
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        Assert.Equal((true, (byte)101, (ushort)65_535), (packet.Marker, packet.PayloadType, packet.Sequence));
        Assert.Equal((0xFFFFFF00u, 7u), (packet.Timestamp, packet.Ssrc));
        Assert.Equal([5, 6], packet.Payload.ToArray());
    }

    [Fact]
    public void A_packet_cut_anywhere_before_its_payload_is_refused()
    {
        for (var length = 0; length < 28; length++)
        {
            Assert.False(RtpPacket.TryParse(s_full.AsSpan(0, length), out _), $"{length} bytes");
        }
    }

    [Theory]
    [InlineData(0x40)] // version 1
    [InlineData(0xC0)] // version 3
    [InlineData(0xA0)] // padding of 0 bytes
    public void A_wrong_first_byte_is_refused(int first)
    {
        var bytes = new byte[12];
        bytes[0] = (byte)first;
        Assert.False(RtpPacket.TryParse(bytes, out _));
    }

    [Fact]
    public void Padding_longer_than_the_payload_is_refused()
    {
        var bytes = new byte[16];
        bytes[0] = 0xA0;
        bytes[15] = 5;
        Assert.False(RtpPacket.TryParse(bytes, out _));
        bytes[15] = 4;
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        Assert.True(packet.Payload.IsEmpty);
    }
}
