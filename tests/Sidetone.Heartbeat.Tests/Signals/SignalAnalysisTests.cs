using Sidetone.Heartbeat.Signals;

namespace Sidetone.Heartbeat.Tests.Signals;

public sealed class SignalAnalysisTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.1234)]
    [InlineData(0.8)]
    [InlineData(1.7)]
    public void A_delay_is_found_to_the_sample(double delay)
    {
        var figures = new HeardCalls { DelaySeconds = delay }.Measure();
        Assert.Equal(10, figures.DelaysMs.Count);
        Assert.Equal(delay * 1_000, figures.DelayMs!.Value, 0.125);
        Assert.Equal((delay + 0.04) * 1_000, figures.EarDelayMs!.Value, 0.125);
        Assert.Equal(1, figures.ChirpLikeness!.Value, 0.001);
    }

    [Fact]
    public void What_packets_wait_longer_than_the_fastest_moves_no_delay()
    {
        var random = new Random(5);
        var waits = Enumerable.Range(0, 1_000).Select(_ => 0.08 * random.NextDouble()).ToArray();
        var figures = new HeardCalls { DelaySeconds = 0.05, Waits = frame => waits[frame] }.Measure();
        Assert.InRange(figures.DelayMs!.Value, 50, 52);
    }

    [Fact]
    public void A_route_that_becomes_longer_is_seen_from_then_on()
    {
        var figures = new HeardCalls
        {
            Seconds = 40,
            DelaySeconds = 0.03,
            Waits = frame => frame < 1_000 ? 0 : 0.1,
        }.Measure();
        Assert.Equal(30, figures.DelaysMs[0], 0.2);
        Assert.Equal(130, figures.DelaysMs[^1], 0.2);
    }

    [Fact]
    public void Nothing_lost_is_no_drop_out()
    {
        var figures = new HeardCalls().Measure();
        Assert.Equal(0, figures.DropOutPercent);
        Assert.Equal(16, figures.ExpectedSeconds, 0.2);
        Assert.Equal(0, figures.LevelDifferenceDb!.Value, 0.01);
        Assert.Equal(0, figures.ClippedPercent);
        Assert.Equal(-90, figures.NoiseDbfs);
        Assert.False(figures.IsSilent);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(25)]
    public void Drop_outs_are_the_share_of_speech_that_was_lost(int percent)
    {
        var random = new Random(percent);
        var lost = Enumerable.Range(0, 3_000).Select(_ => random.Next(100) < percent).ToArray();

        // What counts is what was lost of the speech: 0.3…1.9 s of each 2 s.
        var expected = Enumerable
            .Range(0, 3_000)
            .Where(frame => frame % 100 is >= 15 and < 95)
            .Average(frame => lost[frame] ? 100.0 : 0);
        var figures = new HeardCalls { Seconds = 60, Loses = frame => lost[frame] }.Measure();
        Assert.Equal(expected, figures.DropOutPercent!.Value, 0.2);
    }

    [Fact]
    public void A_jitter_buffer_that_waits_longer_drops_nothing()
    {
        var figures = new HeardCalls { HeardLater = frame => frame < 450 ? 0 : 3 }.Measure();
        Assert.InRange(figures.DropOutPercent!.Value, 0, 0.2);
    }

    [Theory]
    [InlineData(0.5, -6.02)]
    [InlineData(0.1, -20)]
    [InlineData(2, 6.02)]
    public void Level_is_that_of_what_was_heard_to_what_was_said(double gain, double decibels)
    {
        var figures = new HeardCalls { Gain = gain }.Measure();
        Assert.Equal(decibels, figures.LevelDifferenceDb!.Value, 0.1);
        Assert.Equal(0, figures.DropOutPercent);
    }

    [Fact]
    public void Too_much_gain_is_clipping() =>
        Assert.InRange(
            new HeardCalls { Gain = 12 }
                .Measure()
                .ClippedPercent,
            5,
            60
        );

    [Fact]
    public void Noise_is_measured_in_the_pauses()
    {
        // Evenly spread over 600 steps: 600/√12 is −45.5 dBFS.
        var figures = new HeardCalls { Noise = 600 }.Measure();
        Assert.Equal(-45.5, figures.NoiseDbfs!.Value, 0.5);
        Assert.Equal(0, figures.DropOutPercent);
    }

    [Fact]
    public void Chirps_that_lost_a_fifth_are_found_still()
    {
        var figures = new HeardCalls { DelaySeconds = 0.1, Loses = frame => frame % 5 == 2 }.Measure();
        Assert.Equal(10, figures.DelaysMs.Count);
        Assert.Equal(100, figures.DelayMs!.Value, 0.2);
    }

    [Fact]
    public void A_call_of_silence_says_so()
    {
        var figures = new HeardCalls { Loses = _ => true }.Measure();
        Assert.True(figures.IsSilent);
        Assert.Empty(figures.DelaysMs);
        Assert.Null(figures.DelayMs);
        Assert.Equal(100, figures.DropOutPercent);
        Assert.Null(figures.LevelDifferenceDb);
    }

    [Fact]
    public void The_other_voice_is_not_taken_for_this_one()
    {
        var call = new HeardCalls { Voice = SignalVoice.Agent };
        var figures = SignalAnalysis.Of(new SaidSignal(SignalVoice.Customer, 0, 20), call.Heard());
        Assert.Null(figures.DelayMs);
        Assert.Equal(100, figures.DropOutPercent);
        Assert.False(figures.IsSilent);
    }

    [Fact]
    public void An_echo_of_the_other_voice_moves_no_delay()
    {
        var figures = new HeardCalls { DelaySeconds = 0.06, Echo = SignalVoice.Agent }.Measure();
        Assert.Equal(60, figures.DelayMs!.Value, 0.2);
    }

    [Fact]
    public void A_call_in_which_nothing_arrived_and_nothing_was_played_measures_nothing()
    {
        var nothing = new HeardCall
        {
            Arrived = default,
            Arrivals = [],
            Played = default,
            PlayedFrom = 0,
        };
        var figures = SignalAnalysis.Of(new SaidSignal(SignalVoice.Agent, 0, 10), nothing);
        Assert.True(figures.IsSilent);
        Assert.Null(figures.DropOutPercent);
    }
}
