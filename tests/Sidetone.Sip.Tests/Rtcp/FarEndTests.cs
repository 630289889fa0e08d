using Sidetone.Sip.Rtcp;

namespace Sidetone.Sip.Tests.Rtcp;

public sealed class FarEndTests
{
    private readonly FarEnd _far = new(ownSsrc: 7);

    [Fact]
    public void Its_report_on_our_stream_is_kept_and_those_on_others_are_not()
    {
        Take(9, Info(100), Block(8) with { Lost = 50 });
        Assert.Equal(0, _far.Reports);
        Take(9, Info(150), Block(7) with { Lost = 5, Jitter = 80 });
        Take(9, Info(200), Block(7) with { Lost = 6, Jitter = 160 });
        Assert.Equal(
            (2, 6, 20.0, 20.0, 15.0),
            (_far.Reports, _far.Last.Lost, _far.JitterMs, _far.JitterMaxMs, _far.JitterMeanMs)
        );
        Assert.Equal(200, _far.SaysSent);
    }

    [Fact]
    public void A_reflector_tells_nothing()
    {
        Take(7, Info(100), null);
        Assert.Null(_far.SaysSent);
        Assert.Null(_far.Find(7));
    }

    [Fact]
    public void What_is_kept_has_a_bound()
    {
        for (var i = 0u; i < 5_000; i++)
        {
            _far.Sent(i + 1);
            Take(1_000 + i, Info(1), Block(7) with { LastReport = i + 1, DelaySinceLastReport = 0 });
        }

        Assert.Equal(4_096, _far.RoundTrips().Length);
        Assert.Equal(16, _far.SaysSent);
    }

    [Fact]
    public void Goodbye_is_noticed() =>
        Assert.True(Said([0x80, 201, 0, 1, 0, 0, 0, 9, 0x81, 203, 0, 1, 0, 0, 0, 9]) && _far.HasLeft);

    [Fact]
    public void Anything_at_all_may_arrive()
    {
        var random = new Random(11);
        var good = Bytes(9, Info(3), Block(7));
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = random.Next(3) == 0 ? new byte[random.Next(200)] : good.ToArray();
            for (var change = random.Next(6); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Said(random.Next(2) == 0 ? bytes : bytes[..random.Next(bytes.Length + 1)]);
        }

        Assert.True(_far.Malformed > 0 && _far.Packets > 0);
        Assert.True(_far.RoundTrips().Length <= 4_096);
    }

    private static SenderInfo Info(uint packets) => new(1, 2, packets, 4);

    private static ReportBlock Block(uint ssrc) => new(ssrc, 0, 0, 0, 0, 0, 0);

    private void Take(uint ssrc, SenderInfo? info, ReportBlock? block) => Assert.True(Said(Bytes(ssrc, info, block)));

    private bool Said(byte[] bytes) => _far.Take(bytes, 10, 20);

    private static byte[] Bytes(uint ssrc, SenderInfo? info, ReportBlock? block)
    {
        var bytes = new byte[RtcpWriter.BytesMax];
        var writer = new RtcpWriter(bytes);
        writer.Report(ssrc, info, block);
        return bytes[..writer.Length];
    }
}
