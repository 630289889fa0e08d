using Sidetone.Sip.Media.Buffering;

namespace Sidetone.Sip.Tests.Media;

public sealed class JitterBufferTests
{
    private readonly short[] _frame = new short[JitterBuffer.FrameSamples];
    private JitterBuffer _buffer = Buffer(20, 200);

    [Fact]
    public void Before_the_first_packet_all_is_missing()
    {
        Assert.Equal(160, _buffer.Read(_frame, 0));
        Assert.Equal(0, _buffer.Frames);
    }

    [Fact]
    public void Packets_in_time_are_heard_in_order_after_the_least_delay()
    {
        var heard = Run(50, _ => 0);
        Assert.Equal([0, 1, 2, 3, 4], heard.Take(5));
        Assert.Equal(Enumerable.Range(1, 40), heard.Where(value => value > 0).Take(40));
        Assert.Equal((1L, 0L), (_buffer.Concealed, _buffer.LateDiscards));
        Assert.Equal(30, _buffer.DelayMs, 0.001);
    }

    [Fact]
    public void A_packet_that_never_came_is_silence()
    {
        var heard = Run(50, packet => packet == 20 ? null : 0);
        Assert.DoesNotContain(21, heard);
        Assert.Equal(2, _buffer.Concealed);
        Assert.Contains(22, heard);
    }

    [Fact]
    public void A_packet_that_comes_after_its_time_is_counted_and_not_heard()
    {
        _buffer = Buffer(20, 20);
        var heard = Run(50, packet => packet == 20 ? 60 : 0);
        Assert.DoesNotContain(21, heard);
        Assert.Equal(1, _buffer.LateDiscards);
    }

    [Fact]
    public void It_waits_longer_where_packets_come_unevenly_and_then_loses_none()
    {
        var random = new Random(4);
        var waits = Enumerable.Range(0, 2_000).Select(_ => random.NextDouble() * 80).ToArray();
        Run(100, _ => 0);
        Run(900, packet => waits[packet], first: 100);
        var before = _buffer.LateDiscards;
        Assert.InRange(_buffer.DelayMs, 60, 130);
        Run(1_000, packet => waits[packet + 1_000], first: 1_000);
        Assert.InRange(_buffer.LateDiscards - before, 0, 5);
        Assert.True(_buffer.Inserted > 0);
    }

    [Fact]
    public void It_waits_less_again_when_the_network_has_calmed_down()
    {
        Run(200, packet => packet % 10 == 0 ? 150 : 0);
        Assert.InRange(_buffer.DelayMs, 120, 200);
        Run(1_500, _ => 0, first: 200);
        Assert.InRange(_buffer.DelayMs, 20, 70);
        Assert.True(_buffer.Skipped > 0);
    }

    [Fact]
    public void A_sender_whose_time_moves_is_heard_again()
    {
        Run(50, _ => 0);
        Run(100, _ => 500, first: 50);
        Assert.InRange(_buffer.LateDiscards, 1, 25);
        Assert.Equal(1, _buffer.Restarts);
    }

    [Fact]
    public void A_place_far_ahead_begins_anew()
    {
        Run(10, _ => 0);
        _buffer.Write(10_000_000, _frame, 220);
        Assert.Equal(1, _buffer.Restarts);
    }

    private static JitterBuffer Buffer(int least, int most) =>
        new(TimeSpan.FromMilliseconds(least), TimeSpan.FromMilliseconds(most));

    /// <summary>Sends packets that hold their number plus one, and hears a frame half-way between two; gives what was heard.</summary>
    private List<int> Run(int packets, Func<int, double?> waitMs, int first = 0)
    {
        var heard = new List<int>();
        var arrivals = Enumerable
            .Range(0, packets)
            .Select(packet => (Packet: first + packet, At: ((first + packet) * 20) + waitMs(packet)))
            .Where(arrival => arrival.At is not null)
            .OrderBy(arrival => arrival.At)
            .ToList();
        var next = 0;
        for (var frame = first; frame < first + packets; frame++)
        {
            var now = (frame * 20) + 10.0;
            for (; next < arrivals.Count && arrivals[next].At <= now; next++)
            {
                var audio = new short[160];
                audio.AsSpan().Fill((short)(arrivals[next].Packet + 1));
                _buffer.Write(arrivals[next].Packet * 160L, audio, arrivals[next].At!.Value);
            }

            _buffer.Read(_frame, now);
            heard.Add(_frame[80]);
        }

        return heard;
    }
}
