using Sidetone.Sip.Rtp;

namespace Sidetone.Sip.Tests.Rtp;

public sealed class ReceptionTests
{
    private readonly Reception _reception = new();

    [Fact]
    public void Places_are_samples_since_the_first_packet_over_the_wrap_of_timestamps()
    {
        Assert.Equal(0, Take(1, 10, 0xFFFFFFA0, 0));
        Assert.Equal(160, Take(1, 11, 0x40, 20));
        Assert.Equal(320, Take(1, 13, 0xE0 + 0, 40));
        Assert.Equal(-160, Take(1, 9, 0xFFFFFF00, 41));
    }

    [Fact]
    public void Another_source_takes_over_once_it_is_believed_and_stands_where_it_came()
    {
        Take(1, 10, 0, 0);
        Take(1, 11, 160, 20);
        Assert.Null(Take(2, 500, 90_000, 100));
        Assert.Equal(160 + (100 * 8), Take(2, 501, 90_160, 120));
        Assert.Equal(1, _reception.SourceChanges);
        Assert.Equal((4L, 4L), (_reception.Totals().Received, _reception.Totals().Expected));
    }

    [Fact]
    public void A_timestamp_that_jumps_stands_where_it_came_and_makes_no_jitter()
    {
        Take(1, 10, 0, 0);
        Take(1, 11, 160, 20);
        Assert.Equal(320, Take(1, 12, 5_000_000, 40));
        Assert.Equal(480, Take(1, 13, 5_000_160, 60));
        Assert.Equal(0, _reception.Current!.Jitter.CurrentMs, 0.001);
    }

    [Fact]
    public void Jitter_is_that_of_the_standard()
    {
        // Every second packet 16 ms late: each difference of transit is 16 ms, and J goes towards it by a 16th of the rest.
        var expected = 0.0;
        for (var i = 0; i < 40; i++)
        {
            Take(1, (ushort)i, (uint)(i * 160), (i * 20) + (i % 2 * 16));
            expected += i == 0 ? 0 : (16 - expected) / 16;
        }

        Assert.Equal(expected, _reception.Current!.Jitter.CurrentMs, 0.001);
        Assert.Equal((uint)(expected * 8), _reception.Block(null, 800)!.Value.Jitter);
    }

    [Fact]
    public void A_key_is_told_once_and_adds_no_jitter()
    {
        Take(1, 10, 0, 0);
        Take(1, 11, 160, 20);
        for (ushort i = 0; i < 8; i++)
        {
            var step = new TelephoneEvent(11, i > 4, 10, (ushort)(160 * (i + 1)));
            var payload = new byte[4];
            step.Write(payload);
            Assert.Null(Take(1, (ushort)(12 + i), 320, 40 + (20 * i), 101, payload));
        }

        Assert.Equal("#", _reception.Keys);
        Assert.Equal(0, _reception.Current!.Jitter.CurrentMs, 0.001);
    }

    [Fact]
    public void Who_sprays_sources_takes_no_memory_and_no_ear()
    {
        Take(1, 10, 0, 0);
        Take(1, 11, 160, 20);
        for (var i = 0u; i < 100_000; i++)
        {
            Assert.Null(Take(1_000 + i, (ushort)(i & 0xFFFF), 0, 40));
        }

        Assert.Equal(1u, _reception.Current!.Ssrc);
        Assert.Equal(2, _reception.Totals().Received);
        Assert.Equal(320, Take(1, 12, 320, 40));
    }

    [Fact]
    public void Sources_that_are_believed_keep_their_places()
    {
        for (var i = 0u; i < 40; i++)
        {
            Take(i, 10, 0, i * 40);
            Take(i, 11, 160, (i * 40) + 20);
        }

        Assert.Equal(32, _reception.Totals().Received);
        Assert.Equal(48, _reception.Refused);
    }

    [Fact]
    public void Anything_at_all_may_arrive()
    {
        var random = new Random(12);
        var at = 0.0;
        for (var i = 0; i < 300_000; i++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            if (bytes.Length > 0 && random.Next(4) > 0)
            {
                bytes[0] = (byte)(0x80 | (bytes[0] & 0x3F));
            }

            if (bytes.Length > 12 && random.Next(2) == 0)
            {
                (bytes[0], bytes[1]) = (0x80, (byte)(random.Next(2) * 101));
                bytes.AsSpan(8, 3).Clear();
                bytes[11] &= 7;
            }

            at += random.NextDouble() * 40;
            if (RtpPacket.TryParse(bytes, out var packet))
            {
                _reception.Take(packet, at, isLive: true, 0, 101);
            }

            if (i % 50 == 0)
            {
                _reception.Block(null, at);
            }
        }

        Assert.True(_reception.Totals().Received > 0);
        Assert.True(_reception.Keys.Length <= 256);
    }

    private long? Take(uint ssrc, ushort sequence, uint timestamp, double atMs, byte type = 0, byte[]? payload = null)
    {
        payload ??= new byte[160];
        var bytes = new byte[RtpPacket.HeaderBytes + payload.Length];
        RtpPacket.WriteHeader(bytes, marker: false, type, sequence, timestamp, ssrc);
        payload.CopyTo(bytes.AsSpan(RtpPacket.HeaderBytes));
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        return _reception.Take(packet, atMs, isLive: true, 0, 101);
    }
}
