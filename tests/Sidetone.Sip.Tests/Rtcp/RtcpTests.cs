using Sidetone.Sip.Rtcp;

namespace Sidetone.Sip.Tests.Rtcp;

public sealed class RtcpTests
{
    private static readonly SenderInfo s_sender = new(0x0102030405060708, 9, 1_000, 160_000);
    private static readonly ReportBlock s_block = new(0xCAFE, 12, -3, 0x1FFFF, 80, 0x03040506, 65_536);

    [Fact]
    public void A_compound_packet_is_read_as_it_was_written()
    {
        var reader = Open(Compound(s_sender, s_block, goodbye: true));
        Assert.True(reader.Next());
        Assert.True(reader.TryReport(out var ssrc, out var sender, out var blocks));
        Assert.Equal((7u, s_sender), (ssrc, sender!.Value));
        Assert.Equal(s_block, ReportBlock.Read(blocks));
        Assert.True(reader.Next());
        Assert.Equal((RtcpType.SourceDescription, 1), (reader.Type, reader.Count));
        Assert.Equal("me"u8.ToArray(), reader.Body[6..8].ToArray());
        Assert.True(reader.Next());
        Assert.Equal((RtcpType.Goodbye, 1), (reader.Type, reader.Count));
        Assert.False(reader.Next());
    }

    [Fact]
    public void A_report_without_anything_to_report_is_a_receiver_report_without_blocks()
    {
        var reader = Open(Compound(null, null, goodbye: false));
        Assert.True(reader.Next());
        Assert.Equal((RtcpType.ReceiverReport, 0), (reader.Type, reader.Count));
        Assert.True(reader.TryReport(out _, out var sender, out var blocks));
        Assert.Null(sender);
        Assert.True(blocks.IsEmpty);
    }

    [Fact]
    public void A_name_is_padded_to_a_word_and_ends_with_a_zero()
    {
        for (var length = 0; length < 50; length++)
        {
            var bytes = new byte[RtcpWriter.BytesMax];
            var writer = new RtcpWriter(bytes);
            writer.Report(1, null, null);
            writer.Name(1, new string('x', length));
            Assert.Equal(0, writer.Length % 4);
            Assert.Equal(0, bytes[writer.Length - 1]);
            Assert.True(RtcpReader.TryOpen(bytes.AsSpan(0, writer.Length), out _));
        }
    }

    [Fact]
    public void A_datagram_cut_anywhere_counts_for_nothing()
    {
        var whole = Compound(s_sender, s_block, goodbye: true);
        int[] boundaries = [52, 68];
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(boundaries.Contains(length), RtcpReader.TryOpen(whole.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void A_compound_that_begins_with_something_else_is_refused()
    {
        var whole = Compound(s_sender, s_block, goodbye: true);
        Assert.False(RtcpReader.TryOpen(whole.AsSpan(52), out _));
    }

    [Fact]
    public void Padding_is_for_the_last_packet_only()
    {
        var whole = Compound(null, null, goodbye: false);
        whole[0] |= 0x20;
        whole[^1] = 4;
        Assert.False(RtcpReader.TryOpen(whole, out _));

        byte[] padded = [0xA0, 201, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4];
        Assert.True(RtcpReader.TryOpen(padded, out var reader));
        Assert.True(reader.Next());
        Assert.Equal(4, reader.Body.Length);
        padded[11] = 3;
        Assert.False(RtcpReader.TryOpen(padded, out _));
        padded[11] = 12;
        Assert.False(RtcpReader.TryOpen(padded, out _));
    }

    [Fact]
    public void A_block_that_is_counted_but_not_there_is_no_report()
    {
        byte[] short1 = [0x81, 201, 0, 1, 0, 0, 0, 1];
        var reader = Open(short1);
        Assert.True(reader.Next());
        Assert.False(reader.TryReport(out _, out _, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(-0x800000)]
    [InlineData(0x7FFFFF)]
    public void Loss_has_24_bits_and_a_sign(int lost)
    {
        Span<byte> bytes = stackalloc byte[ReportBlock.Bytes];
        (s_block with { Lost = lost, FractionLost = 255 }).Write(bytes);
        Assert.Equal((lost, (byte)255), (ReportBlock.Read(bytes).Lost, ReportBlock.Read(bytes).FractionLost));
    }

    // RFC 3550 §6.4.1's figure 2: A = 0xb710:8000, LSR = 0xb705:2000, DLSR = 0x0005:4000: 6.125 s.
    [Fact]
    public void The_round_trip_of_the_standards_example_is_found()
    {
        var sent = new SentReports();
        sent.Add(0xB7052000);
        var block = s_block with { LastReport = 0xB7052000, DelaySinceLastReport = 0x00054000 };
        Assert.Equal(6_125, sent.RoundTripMs(0xB7108000, block));
    }

    [Fact]
    public void A_round_trip_below_nothing_is_nothing_and_one_that_answers_no_report_is_none()
    {
        var sent = new SentReports();
        sent.Add(1_000);
        Assert.Equal(0, sent.RoundTripMs(1_100, s_block with { LastReport = 1_000, DelaySinceLastReport = 127 }));
        Assert.Null(sent.RoundTripMs(1_100, s_block with { LastReport = 999, DelaySinceLastReport = 0 }));
        Assert.Null(sent.RoundTripMs(1_100, s_block with { LastReport = 0 }));
    }

    [Fact]
    public void A_round_trip_over_the_end_of_the_clocks_bits_is_found()
    {
        var sent = new SentReports();
        sent.Add(0xFFFFFF00);
        Assert.Equal(
            512_000.0 / 65_536,
            sent.RoundTripMs(0x100, s_block with { LastReport = 0xFFFFFF00, DelaySinceLastReport = 0 })!.Value,
            0.001
        );
    }

    [Fact]
    public void Ntp_time_is_the_wall_clocks_and_its_middle_counts_1_65536_seconds()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(
            new DateTimeOffset(2026, 11, 1, 0, 0, 0, 500, TimeSpan.Zero)
        );
        var clock = new NtpClock(time);
        var seconds = (ulong)
            (
                new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)
                - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)
            ).TotalSeconds;
        Assert.Equal((seconds << 32) | 0x80000000, clock.At(0));
        Assert.Equal(((seconds + 1) << 32) | 0xC0000000, clock.At(1_250));
        Assert.Equal(65_536u, unchecked(NtpClock.Middle(clock.At(1_000)) - NtpClock.Middle(clock.At(0))));
    }

    [Fact]
    public void Reports_keep_between_half_and_one_and_a_half_of_the_interval()
    {
        var random = new Random(1);
        var interval = TimeSpan.FromSeconds(5);
        var waits = Enumerable
            .Range(0, 1_000)
            .Select(_ => ReportSchedule.Next(interval, isFirst: false, random).TotalSeconds)
            .ToList();
        Assert.InRange(waits.Min(), 2.5, 2.6);
        Assert.InRange(waits.Max(), 7.4, 7.5);
        Assert.InRange(waits.Average(), 4.8, 5.2);
        Assert.InRange(ReportSchedule.Next(interval, isFirst: true, random).TotalSeconds, 1.25, 3.75);
    }

    private static RtcpReader Open(byte[] datagram)
    {
        Assert.True(RtcpReader.TryOpen(datagram, out var reader));
        return reader;
    }

    private static byte[] Compound(SenderInfo? sender, ReportBlock? block, bool goodbye)
    {
        var bytes = new byte[RtcpWriter.BytesMax];
        var writer = new RtcpWriter(bytes);
        writer.Report(7, sender, block);
        writer.Name(7, "me");
        if (goodbye)
        {
            writer.Goodbye(7);
        }

        return bytes[..writer.Length];
    }
}
