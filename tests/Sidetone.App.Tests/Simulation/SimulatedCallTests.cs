using Sidetone.Simulation;
using Sidetone.Simulation.Media;
using Sidetone.Telemetry;
using static Sidetone.Tests.Simulation.SimulatedCalls;

namespace Sidetone.Tests.Simulation;

public sealed class SimulatedCallTests
{
    public static TheoryData<string> Profiles => [.. CallProfiles.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_same_seed_gives_the_same_batches(string profile)
    {
        var first = Of(profile, seed: 7, seconds: 40);
        var second = Of(profile, seed: 7, seconds: 40);

        Assert.Equal(first.Select(Text), second.Select(Text));
        Assert.NotEqual(first.Select(Text), Of(profile, seed: 8, seconds: 40).Select(Text));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Batches_are_numbered_from_0_and_the_last_one_says_so(string profile)
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var batches = Of(profile, seed, seconds: 95);

            Assert.Equal(
                Enumerable.Range(0, batches.Count).Select(i => (long)i),
                batches.Select(batch => batch.Sequence)
            );
            var ended = Assert.Single(Happenings(batches), happening => happening.Type == HappeningType.Ended);
            Assert.Contains(ended, batches[^1].Happenings);
            Assert.Equal(batches[^1].Sequence, ended.LastSequence);
            Assert.NotNull(batches[0].Facts);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Happenings_come_in_order_and_in_pairs(string profile)
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var happenings = Happenings(Of(profile, seed, seconds: 120));

            Assert.Equal(
                happenings.Select(happening => happening.At).Order(),
                happenings.Select(happening => happening.At)
            );
            Assert.Equal(HappeningType.Connecting, happenings[0].Type);
            Assert.Equal(HappeningType.Connected, happenings[1].Type);
            Assert.True(happenings[1].At > happenings[0].At, $"Seed {seed}: it never rang.");
            AssertAlternate(happenings, HappeningType.Hold, HappeningType.Resume, seed);
            AssertAlternate(happenings, HappeningType.Mute, HappeningType.Unmute, seed);
            Assert.Equal(120_000, happenings[^1].At - happenings[1].At);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Counters_never_fall_within_a_stream_except_lost_packets_that_came_late(string profile)
    {
        int[] counters =
        [
            Inbound.PacketsReceived,
            Inbound.BytesReceived,
            Inbound.ConcealedSamples,
            Inbound.SilentConcealedSamples,
            Inbound.TotalSamplesReceived,
            Inbound.JitterBufferDelay,
            Inbound.JitterBufferEmittedCount,
            Inbound.PacketsDiscarded,
        ];
        var rows = Rows(Of(profile, seed: 3, seconds: 200), TrackKind.Inbound);
        foreach (var stream in rows.GroupBy(row => row.Key))
        {
            foreach (var (earlier, later) in stream.Zip(stream.Skip(1)))
            {
                Assert.True(later.Time > earlier.Time);
                Assert.All(counters, counter => Assert.True(later.Columns[counter] >= earlier.Columns[counter]));
            }
        }
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("lossy")]
    [InlineData("bad-wifi")]
    public void As_much_is_lost_as_the_network_promises(string profile)
    {
        var network = CallProfiles.Find(profile)!.Network;
        var batches = Of(profile, seed: 11, seconds: 3_600);
        var heard = Rows(batches, TrackKind.Inbound)[^1].Columns;
        var spoken = Rows(batches, TrackKind.Outbound)[^1].Columns;

        var packets = heard[Inbound.PacketsReceived] + heard[Inbound.PacketsLost];
        AssertNear(network.ToAgent.Expected * (1 - network.LateShare), (double)heard[Inbound.PacketsLost] / packets);
        AssertNear(network.FromAgent.Expected, (double)spoken[Outbound.PacketsLost] / spoken[Outbound.PacketsSent]);
        Assert.InRange(packets, 3_600 * 50 - 50, 3_600 * 50);
    }

    [Fact]
    public void Loss_on_bad_Wi_Fi_comes_in_bursts()
    {
        var rows = Rows(Of("bad-wifi", seed: 5, seconds: 1_200), TrackKind.Inbound);
        var lost = rows.Zip(rows.Skip(1))
            .Select(pair => pair.Second.Columns[Inbound.PacketsLost] - pair.First.Columns[Inbound.PacketsLost])
            .ToArray();

        // Independent losses with this mean would have a variance about as large as the mean.
        var mean = lost.Average();
        var variance = lost.Average(count => (count - mean) * (count - mean));
        Assert.True(variance > 2 * mean, $"Mean {mean}, variance {variance}.");
    }

    [Fact]
    public void Nothing_is_reported_of_the_far_end_in_the_first_seconds_and_then_about_every_five()
    {
        var batches = Of("wifi", seed: 2, seconds: 600);
        var connected = Happenings(batches).Single(happening => happening.Type == HappeningType.Connected).At;
        var rows = Rows(batches, TrackKind.Outbound);

        var early = rows.Where(row => row.Time < connected + 3_000).ToArray();
        Assert.NotEmpty(early);
        Assert.All(early, row => Assert.Equal(Track.Missing, row.Columns[Outbound.RoundTripTime]));
        Assert.All(early, row => Assert.Equal(0, row.Columns[Outbound.RoundTripTimeMeasurements]));
        Assert.InRange(rows[^1].Columns[Outbound.RoundTripTimeMeasurements], 95, 125);
        Assert.Contains(
            rows.Zip(rows.Skip(1)),
            pair => pair.First.Columns[Outbound.RoundTripTime] == pair.Second.Columns[Outbound.RoundTripTime]
        );
    }

    [Fact]
    public void During_hold_no_packet_moves_and_nothing_is_lost()
    {
        var batches = Of("hold-and-mute", seed: 1, seconds: 400);
        var happenings = Happenings(batches);
        var from = happenings.Single(happening => happening.Type == HappeningType.Hold).At;
        var to = happenings.Single(happening => happening.Type == HappeningType.Resume).At;
        var during = Rows(batches, TrackKind.Inbound).Where(row => row.Time > from && row.Time < to).ToArray();

        Assert.True(to - from > 120_000);
        Assert.True(during.Length > 100);
        Assert.Single(during.Select(row => row.Columns[Inbound.PacketsReceived]).Distinct());
        Assert.Single(during.Select(row => row.Columns[Inbound.PacketsLost]).Distinct());
    }

    [Fact]
    public void After_an_outage_another_source_counts_from_zero_on_another_connection()
    {
        var rows = Rows(Of("reconnect", seed: 4, seconds: 150), TrackKind.Inbound);
        var streams = rows.GroupBy(row => row.Key).ToArray();

        Assert.Equal(2, streams.Length);
        Assert.NotEqual(streams[0].Key.Ssrc, streams[1].Key.Ssrc);
        Assert.NotEqual(streams[0].Key.Connection, streams[1].Key.Connection);
        Assert.InRange(streams[1].First().Columns[Inbound.PacketsReceived], 0, 60);
    }

    [Fact]
    public void Suppressed_silence_sends_less_and_conceals_with_silence_alone()
    {
        var usual = Rows(Of("clean", seed: 9, seconds: 300), TrackKind.Inbound)[^1].Columns;
        var suppressed = Rows(Of("silence-suppressed", seed: 9, seconds: 300), TrackKind.Inbound)[^1].Columns;

        Assert.True(suppressed[Inbound.PacketsReceived] < usual[Inbound.PacketsReceived] * 0.8);
        var concealedSpeech = suppressed[Inbound.ConcealedSamples] - suppressed[Inbound.SilentConcealedSamples];
        Assert.True(concealedSpeech < suppressed[Inbound.TotalSamplesReceived] * 0.01);
    }

    [Fact]
    public void Levels_are_those_of_speech_and_of_a_room()
    {
        var levels = Rows(Of("clean", seed: 6, seconds: 900), TrackKind.Outbound)
            .Select(row => row.Columns[Outbound.AudioLevel])
            .ToArray();

        Assert.All(levels, level => Assert.InRange(level, 0, 32_767));
        Assert.InRange(levels.Count(level => level > 328) / (double)levels.Length, 0.25, 0.65);
        Assert.InRange(levels.Count(level => level < 33) / (double)levels.Length, 0.25, 0.75);
    }

    private static void AssertAlternate(IReadOnlyList<Happening> happenings, string begin, string end, ulong seed)
    {
        var open = false;
        foreach (var happening in happenings.Where(happening => happening.Type == begin || happening.Type == end))
        {
            Assert.True(open == (happening.Type == end), $"Seed {seed}: {happening.Type} at {happening.At}.");
            open = happening.Type == begin;
        }

        Assert.False(open, $"Seed {seed}: {begin} without {end}.");
    }

    private static void AssertNear(double expected, double measured) =>
        Assert.InRange(measured, (expected * 0.75) - 0.0005, (expected * 1.25) + 0.0005);
}
