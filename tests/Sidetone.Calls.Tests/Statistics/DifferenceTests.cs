using static Sidetone.Calls.Tests.Summaries;

namespace Sidetone.Calls.Tests.Statistics;

public sealed class DifferenceTests
{
    [Fact]
    public void A_counters_first_observation_counts_from_zero()
    {
        var script = new CallScript { In = new() { Packets = 500 } };
        Assert.Equal(1000, Number(Of(script.Talk(10).Session()).Metrics().Inbound!.PacketsReceived));
    }

    [Fact]
    public void A_baseline_sessions_first_observation_is_only_the_base()
    {
        var script = new CallScript(facts: new() { Baseline = true })
        {
            In = new() { Packets = 500, Lost = 7 },
        };
        var inbound = Of(script.Talk(10, call => call.In.Lost += 1).Session()).Metrics().Inbound!;
        Assert.Equal(450, Number(inbound.PacketsReceived));
        Assert.Equal(9, Number(inbound.PacketsLost));
    }

    [Fact]
    public void A_counter_that_falls_counts_again_from_zero()
    {
        var script = new CallScript().Talk(10);
        script.In.Packets = 0;
        script.In.Bytes = 0;
        var inbound = Of(script.Talk(5).Session()).Metrics().Inbound!;
        Assert.Equal(750, Number(inbound.PacketsReceived));
        Assert.Equal(60_000, Number(inbound.BytesReceived));
    }

    [Fact]
    public void Packets_lost_may_fall_by_itself_and_is_then_taken_back()
    {
        var script = new CallScript().Talk(5, call => call.In.Lost += 2).Talk(5, call => call.In.Lost -= 1);
        Assert.Equal(5, Number(Of(script.Session()).Metrics().Inbound!.PacketsLost));
    }

    [Fact]
    public void Packets_lost_restarts_where_the_streams_packets_fell()
    {
        var script = new CallScript().Talk(5, call => call.In.Lost += 2);
        script.In.Packets = 0;
        script.In.Lost = 0;
        script.Talk(5, call => call.In.Lost += 1);
        Assert.Equal(15, Number(Of(script.Session()).Metrics().Inbound!.PacketsLost));
    }

    [Fact]
    public void A_total_of_lost_packets_below_zero_is_zero()
    {
        var script = new CallScript { In = new() { Lost = -4 } };
        var inbound = Of(script.Talk(5).Session()).Metrics().Inbound!;
        Assert.Equal(0, Number(inbound.PacketsLost));
        Assert.Equal(0, Number(inbound.PacketsLostPercentage));
    }

    [Fact]
    public void Loss_is_a_share_of_expected_packets_inbound_and_of_sent_ones_outbound()
    {
        var script = new CallScript
        {
            In = new() { Packets = 586, Lost = 12 },
            Out = new() { Packets = 736, Lost = 10 },
        };
        var metrics = Of(script.Talk(1).Session()).Metrics();
        Assert.Equal(1.85, Number(metrics.Inbound!.PacketsLostPercentage));
        Assert.Equal(1.27, Number(metrics.Outbound!.PacketsLostPercentage));
    }

    [Fact]
    public void A_live_interval_of_more_than_two_seconds_adds_to_totals_and_gives_no_second()
    {
        var script = new CallScript().Talk(3).Wait(5000);
        script.In.JitterMs = 90;
        script.Talk(1);
        script.In.JitterMs = 2;
        var inbound = Of(script.Talk(3).Session()).Metrics().Inbound!;
        Assert.Equal(350, Number(inbound.PacketsReceived));
        Assert.Equal(2, Number(inbound.JitterBufferMs!.Max));
    }

    [Fact]
    public void Every_interval_of_a_recording_is_one_value_however_long()
    {
        var script = new CallScript(isRecording: true).Talk(1).Wait(9000);
        script.In.JitterMs = 90;
        Assert.Equal(90, Number(Of(script.Talk(1).Session()).Metrics().Inbound!.JitterBufferMs!.Max));
    }

    [Fact]
    public void A_clock_that_runs_backwards_costs_seconds_and_no_packets()
    {
        var script = new CallScript().Talk(5).Wait(-60_000).Talk(5);
        var metrics = Of(script.Session()).Metrics();
        Assert.Equal(500, Number(metrics.Inbound!.PacketsReceived));
        Assert.Equal((2, 2, 2), Range(metrics.Inbound.JitterBufferMs));
    }

    [Fact]
    public void Several_streams_add_up_and_the_busiest_gives_jitter_and_level()
    {
        var script = new CallScript();
        script.Talk(
            5,
            call =>
            {
                var quiet = (call.In, call.Out);
                call.In = new()
                {
                    Ssrc = 12,
                    Packets = quiet.In.Packets / 5,
                    Lost = quiet.In.Packets / 50,
                    JitterMs = 99,
                    Level = 9,
                };
                call.Out = new()
                {
                    Ssrc = 23,
                    Packets = quiet.Out.Packets / 5,
                    JitterMs = 99,
                    RttMs = 999,
                };
                call.Sample();
                (call.In, call.Out) = quiet;
            }
        );
        var metrics = Of(script.Session()).Metrics();
        Assert.Equal(300, Number(metrics.Inbound!.PacketsReceived));
        Assert.Equal(5, Number(metrics.Inbound.PacketsLost));
        Assert.Equal((2, 2, 2), Range(metrics.Inbound.JitterBufferMs));
        Assert.Equal((3000, 3000, 3000), Range(metrics.Inbound.AudioLevel));
        Assert.Equal((50, 50, 50), Range(metrics.Rtt));
    }

    [Fact]
    public void Two_connections_of_one_call_add_up()
    {
        var script = new CallScript().Talk(5);
        script.In = new() { Connection = "second", Ssrc = 11 };
        script.Out = new() { Connection = "second", Ssrc = 22 };
        var metrics = Of(script.Talk(5).Session()).Metrics();
        Assert.Equal(500, Number(metrics.Inbound!.PacketsReceived));
        Assert.Equal(500, Number(metrics.Outbound!.PacketsSent));
    }

    [Fact]
    public void One_stream_that_two_pages_observed_counts_once()
    {
        var first = new CallScript("a").Talk(20).Session();
        var second = new CallScript("b", from: CallScript.Start + 10_020)
        {
            In = new() { Packets = 501 },
            Out = new() { Packets = 501 },
        }
            .Talk(20)
            .Session();
        var metrics = Of(first, second).Metrics();
        Assert.Equal(1501, Number(metrics.Inbound!.PacketsReceived));
        Assert.Equal(1501, Number(metrics.Outbound!.PacketsSent));
    }

    [Fact]
    public void A_reload_whose_new_connection_counts_from_zero_adds_up_even_where_the_ssrc_stayed()
    {
        var before = new CallScript("b").Talk(20);
        var after = new CallScript("a", from: before.Now + 5000).Talk(10);
        Assert.Equal(1500, Number(Of(before.Session(), after.Session()).Metrics().Inbound!.PacketsReceived));
    }

    [Theory]
    [InlineData(0, 0)] // a count of 0
    [InlineData(0, long.MinValue)] // a bare 0, as older browsers write
    [InlineData(-1, long.MinValue)] // left out
    [InlineData(50, 0)]
    public void A_round_trip_that_was_not_measured_is_no_round_trip(double rtt, long count)
    {
        var script = new CallScript();
        script.Out.RttMs = rtt;
        script.Out.RttCount = count;
        script.Talk(4);
        script.Out.RttMs = 60;
        script.Out.RttCount = 1;
        Assert.Equal((60, 60, 60), Range(Of(script.Talk(4).Session()).Metrics().Rtt));
    }

    [Fact]
    public void A_measured_round_trip_of_zero_is_one()
    {
        var script = new CallScript();
        script.Out.RttMs = 0;
        script.Talk(4);
        script.Out.RttMs = 10;
        Assert.Equal((0, 10, 6), Range(Of(script.Talk(4).Session()).Metrics().Rtt));
    }

    [Fact]
    public void A_call_without_any_round_trip_writes_zero()
    {
        var script = new CallScript();
        script.Out.RttMs = -1;
        Assert.Equal((0, 0, 0), Range(Of(script.Talk(4).Session()).Metrics().Rtt));
    }

    [Fact]
    public void A_second_without_packets_has_no_jitter_no_level_and_no_score()
    {
        var script = new CallScript().Talk(3);
        script.In.JitterMs = 80;
        script.In.Level = 30_000;
        script.Talk(3, call => call.In.Packets -= 50);
        var inbound = Of(script.Session()).Metrics().Inbound!;
        Assert.Equal((2, 2, 2), Range(inbound.JitterBufferMs));
        Assert.Equal((3000, 3000, 3000), Range(inbound.AudioLevel));
        Assert.Equal(4.4, Range(inbound.Mos).Min, 0.02);
    }

    [Fact]
    public void A_missing_level_is_missing_and_not_zero()
    {
        var script = new CallScript().Talk(3);
        script.In.Level = -1;
        Assert.Equal((3000, 3000, 3000), Range(Of(script.Talk(3).Session()).Metrics().Inbound!.AudioLevel));
    }

    [Fact]
    public void The_worst_second_of_the_2025_catalog_scores_as_published()
    {
        // 3 of 50 packets in one second, round trip 45 ms, jitter 4 ms.
        var script = new CallScript();
        script.Out.RttMs = 45;
        script.Out.JitterMs = 4;
        script.Talk(3);
        script.Talk(1, call => call.Out.Lost += 3);
        var outbound = Of(script.Talk(3).Session()).Metrics().Outbound!;
        Assert.Equal(6, Number(outbound.PacketsLostMaxPercentage));
        Assert.Equal(3.95, Range(outbound.Mos).Min);
    }
}
