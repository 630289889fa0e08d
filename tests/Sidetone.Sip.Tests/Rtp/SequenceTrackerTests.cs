using Sidetone.Sip.Rtp;

namespace Sidetone.Sip.Tests.Rtp;

public sealed class SequenceTrackerTests
{
    private SequenceTracker _tracker;

    [Fact]
    public void One_packet_alone_makes_no_source()
    {
        Assert.Equal(SequenceCheck.Probation, _tracker.Add(5));
        Assert.False(_tracker.IsValid);
        Assert.Equal((0, 0), (_tracker.Received, _tracker.Expected));
        Assert.Equal(SequenceCheck.Forward, _tracker.Add(6));
        Assert.Equal((2, 2), (_tracker.Received, _tracker.Expected));
    }

    [Fact]
    public void The_first_of_two_far_numbers_does_not_count()
    {
        Add(5, 30_000, 30_001);
        Assert.Equal((2, 2, 30_000u), (_tracker.Received, _tracker.Expected, _tracker.First));
    }

    [Fact]
    public void Numbers_that_wrap_go_on()
    {
        Add(65_533, 65_534, 65_535, 0, 1, 3);
        Assert.Equal((6, 7), (_tracker.Received, _tracker.Expected));
        Assert.Equal(0x10003u, _tracker.ExtendedHighest);
        Assert.Equal(1, _tracker.RunLost);
    }

    [Fact]
    public void A_late_packet_fills_its_gap()
    {
        Add(10, 11, 14);
        Assert.Equal(2, _tracker.RunLost);
        Assert.Equal(SequenceCheck.Reordered, _tracker.Add(12));
        Assert.Equal((1, 1), (_tracker.RunLost, _tracker.Reordered));
    }

    [Fact]
    public void A_late_packet_over_the_wrap_is_no_new_round()
    {
        Add(65_534, 0, 65_535, 1);
        Assert.Equal((4, 4, 0x10001u), (_tracker.Received, _tracker.Expected, _tracker.ExtendedHighest));
    }

    [Fact]
    public void What_comes_before_the_first_is_expected_too()
    {
        Add(12, 10, 11, 13);
        Assert.Equal((4, 4, 0), (_tracker.Received, _tracker.Expected, _tracker.RunLost));
    }

    [Fact]
    public void Duplicates_make_the_loss_negative()
    {
        Add(1, 2, 2, 3, 1);
        Assert.Equal((2, -2), (_tracker.Duplicates, _tracker.RunLost));
        Assert.Equal(0, _tracker.TakeFractionLost());
    }

    [Fact]
    public void A_single_far_number_is_an_error_and_two_are_a_restart()
    {
        Add(1, 2, 3);
        Assert.Equal(SequenceCheck.Refused, _tracker.Add(40_000));
        Assert.Equal(SequenceCheck.Forward, _tracker.Add(4));
        Assert.Equal(SequenceCheck.Refused, _tracker.Add(40_010));
        Assert.Equal(SequenceCheck.Restarted, _tracker.Add(40_011));
        Add(40_013);
        Assert.Equal((7, 8, 1), (_tracker.Received, _tracker.Expected, _tracker.Restarts));
        Assert.Equal((1, 40_010u), (_tracker.RunLost, _tracker.First));
    }

    [Fact]
    public void The_fraction_is_of_what_was_lost_since_the_last_report()
    {
        Add(1, 2, 3, 5);
        Assert.Equal(256 / 5, _tracker.TakeFractionLost());
        Add(6, 7);
        Assert.Equal(0, _tracker.TakeFractionLost());
        Add(10);
        Assert.Equal(2 * 256 / 3, _tracker.TakeFractionLost());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Shuffled_lost_and_doubled_packets_are_counted_as_they_are(int seed)
    {
        var random = new Random(seed);
        var sent = Enumerable
            .Range(65_000, 5_000)
            .Select(number => (Number: (ushort)(number & 0xFFFF), At: number + (random.NextDouble() * 40)))
            .ToList();
        var kept = sent.Where((packet, i) => i is 0 or 4_999 || random.NextDouble() > 0.1).ToList();
        var twice = kept.Where(_ => random.NextDouble() < 0.05).ToList();
        foreach (
            var packet in kept.Concat(twice.Select(packet => packet with { At = packet.At + 3 }))
                .OrderBy(packet => packet.At)
        )
        {
            _tracker.Add(packet.Number);
        }

        Assert.Equal(5_000, _tracker.Expected);
        Assert.Equal(kept.Count + twice.Count, _tracker.Received);
        Assert.Equal(twice.Count, _tracker.Duplicates);
    }

    private void Add(params ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
        {
            _tracker.Add((ushort)number);
        }
    }
}
