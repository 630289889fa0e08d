using Sidetone.Calls.Headsets;
using Sidetone.Catalog;
using Sidetone.Telemetry;
using static Sidetone.Calls.Tests.Summaries;

namespace Sidetone.Calls.Tests.Headsets;

public sealed class HeadsetSummaryTests
{
    private const string Tx = HeadsetEventType.TxSpeech;
    private const string Rx = HeadsetEventType.RxSpeech;

    [Fact]
    public void Time_in_which_both_speak_is_crosstalk_and_nobody_elses()
    {
        var speech = Metrics(
            Heard().Switch(10, Tx, true).Switch(30, Tx, false).Switch(25, Rx, true).Switch(40, Rx, false)
        ).Speech!;
        Assert.Equal((15, 10, 5, 30), Seconds(speech));
        Assert.Equal(60, Number(speech.TotalSeconds));
        Assert.Equal((25, 16.67, 8.33, 50), Percent(speech));
    }

    [Fact]
    public void Speech_before_the_talk_and_after_it_does_not_count_and_what_is_open_lasts_to_the_end()
    {
        var script = new CallScript().Wait(10_000).Happens(HappeningType.Connected).Talk(20);
        var headset = Heard().Switch(5, Tx, true).Switch(12, Tx, false).Switch(25, Rx, true).Switch(45, Rx, false);
        var call = Of(script.Happens(HappeningType.Ended).Talk(20).Hears(headset).Session());
        var speech = Assert.Single(call.Headsets).Summary.Headset!.Metrics!.Speech!;
        Assert.Equal((2, 5, 0, 13), Seconds(speech));
    }

    [Fact]
    public void The_four_parts_and_their_shares_always_add_up()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var speech = Metrics(Anything(seed)).Speech!;
            var (tx, rx, both, none) = Seconds(speech);
            var (txPct, rxPct, bothPct, nonePct) = Percent(speech);
            Assert.True(tx + rx + both + none == Number(speech.TotalSeconds), $"Seed {seed}: seconds");
            Assert.True(Math.Round(txPct + rxPct + bothPct + nonePct, 4) == 100, $"Seed {seed}: per cent");
        }

        decimal Number(CatalogNumber? number) => (decimal)Summaries.Number(number);
    }

    [Fact]
    public void A_level_counts_for_as_long_as_it_held()
    {
        var metrics = Metrics(
            Heard()
                .Level(-1, HeadsetEventType.BackgroundNoise, 40)
                .Level(45, HeadsetEventType.BackgroundNoise, 60.5)
                .Level(58, HeadsetEventType.BackgroundNoise, 40)
                .Level(30, HeadsetEventType.AudioExposure, 71.25)
        );
        Assert.Equal((40, 60.5, Math.Round(((40 * 47) + (60.5 * 13)) / 60, 2)), Range(metrics.BackgroundNoiseDb));
        Assert.Equal((71.25, 71.25, 71.25), Range(metrics.ExposureDb));
    }

    [Fact]
    public void The_boom_arm_is_counted_when_it_leaves_its_place_and_mute_when_it_closes()
    {
        var metrics = Metrics(
            Heard()
                .Switch(-2, HeadsetEventType.BoomPosition, false)
                .Switch(5, HeadsetEventType.BoomPosition, false)
                .Switch(6, HeadsetEventType.BoomPosition, true)
                .Switch(7, HeadsetEventType.BoomPosition, false)
                .Switch(8, HeadsetEventType.BoomPosition, false)
                .Switch(9, HeadsetEventType.BoomPosition, true)
                .Switch(20, HeadsetEventType.Mute, true)
                .Switch(22, HeadsetEventType.Mute, false)
                .Switch(24, HeadsetEventType.Mute, true)
                .Switch(26, HeadsetEventType.Mute, true)
                .Switch(61, HeadsetEventType.Mute, false)
                .Switch(62, HeadsetEventType.Mute, true)
                .Tells(30, HeadsetEventType.VolumeUp)
                .Tells(30.1, HeadsetEventType.VolumeUp)
                .Tells(31, HeadsetEventType.VolumeDown)
        );
        Assert.Equal(1, Number(metrics.MisalignedBoomArmCount));
        Assert.Equal(2, Number(metrics.DeviceMuteCount));
        Assert.Equal(3, Number(metrics.DeviceVolumeAdjustCount));
    }

    [Fact]
    public void A_headset_that_told_nothing_has_no_event()
    {
        var script = new CallScript().Hears(new HeadsetScript()).Happens(HappeningType.Connected).Wait(55_700);
        Assert.Empty(Of(script.Happens(HappeningType.Ended).Session()).Headsets);
    }

    [Fact]
    public void A_headset_that_never_says_who_speaks_was_not_silent()
    {
        var metrics = Metrics(Heard().Switch(20, HeadsetEventType.Mute, true));
        Assert.Equal((0, 0, 0, 0), Seconds(metrics.Speech!));
        Assert.Equal((0, 0, 0, 0), Percent(metrics.Speech!));
        Assert.Equal(0, Number(metrics.Speech!.TotalSeconds));
        Assert.Equal((0, 0, 0), Range(metrics.ExposureDb));
        Assert.Equal(1, Number(metrics.DeviceMuteCount));
    }

    [Fact]
    public void A_call_that_never_connected_has_none()
    {
        var script = new CallScript().Hears(Heard().Switch(1, Tx, true)).Happens(HappeningType.Connecting).Wait(9_000);
        Assert.Empty(Of(script.Happens(HappeningType.Ended).Session()).Headsets);
    }

    [Fact]
    public void A_reload_in_the_middle_is_one_headset_and_the_time_in_which_nobody_listened_is_no_silence()
    {
        var before = new CallScript("a").Happens(HappeningType.Connected);
        before.Hears(Heard().Switch(10, Tx, true).Switch(12, HeadsetEventType.Mute, true)).Talk(20);
        var after = new CallScript("b", from: CallScript.Start + 30_000).Hears(
            new HeadsetScript()
                .Tells(30, HeadsetEventType.Attached)
                .Switch(30, HeadsetEventType.Mute, true)
                .Switch(35, Rx, true)
                .Switch(40, Rx, false)
        );
        after.Talk(30).Happens(HappeningType.Ended);
        var metrics = Assert.Single(Of(before.Session(), after.Session()).Headsets).Summary.Headset!.Metrics!;
        // Open at the page's last record: what came after it, nobody heard.
        Assert.Equal((10, 5, 0, 35), Seconds(metrics.Speech!));
        Assert.Equal(1, Number(metrics.DeviceMuteCount));
    }

    [Fact]
    public void Two_tabs_that_hear_one_headset_count_it_once()
    {
        CallScript Tab(string id, double late) =>
            new CallScript(id).Hears(
                new HeadsetScript()
                    .Switch(10 + late, Tx, true)
                    .Switch(20 + late, Tx, false)
                    .Switch(30 + late, HeadsetEventType.Mute, true)
                    .Switch(31 + late, HeadsetEventType.Mute, false)
                    .Level(late, HeadsetEventType.AudioExposure, 70)
                    .Tells(40 + late, HeadsetEventType.VolumeUp)
            );
        var first = Tab("a", 0).Happens(HappeningType.Connected).Talk(60).Happens(HappeningType.Ended);
        var second = Tab("b", 0.02).Talk(60);
        var metrics = Assert.Single(Of(first.Session(), second.Session()).Headsets).Summary.Headset!.Metrics!;
        Assert.Equal((10.02m, 0, 0, 49.98m), Seconds(metrics.Speech!));
        Assert.Equal((1, 1), (Number(metrics.DeviceMuteCount), Number(metrics.DeviceVolumeAdjustCount)));
        Assert.Equal((70, 70, 70), Range(metrics.ExposureDb));
    }

    [Fact]
    public void Another_headset_in_mid_call_has_its_own_summary_of_its_own_time()
    {
        var other = new HeadsetScript(new HeadsetDevice { Name = "Poly", ProductId = "047f:1" });
        var script = new CallScript()
            .Hears(Heard().Switch(5, Tx, true).Tells(20, HeadsetEventType.Detached))
            .Hears(other.Tells(25, HeadsetEventType.Attached).Switch(30, Rx, true).Switch(31, Rx, false));
        var call = Of(script.Happens(HappeningType.Connected).Talk(60).Happens(HappeningType.Ended).Session());
        Assert.Equal(
            ["Jabra Engage 50|0b0e:4052|A0000052B691", "Poly|047f:1|"],
            call.Headsets.Select(each => each.DeviceKey)
        );
        Assert.Equal((0, 1, 0, 34), Seconds(call.Headsets[1].Summary.Headset!.Metrics!.Speech!));
        Assert.Equal((15, 0, 0, 5), Seconds(call.Headsets[0].Summary.Headset!.Metrics!.Speech!));
    }

    [Fact]
    public void Any_order_and_any_repeats_of_its_events_give_the_same_bytes()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var told = Anything(seed).Report;
            var random = new Random(seed);
            // Two events of one type at one instant would contradict each other: which is last is for the sender to say.
            var events = told.Events.DistinctBy(each => (each.At, each.Type)).ToArray();
            var shuffled = events.Concat(events.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(shuffled);
            var cut = random.Next(shuffled.Length);
            HeadsetReport[] parts = [told with { Events = shuffled[..cut] }, told with { Events = shuffled[cut..] }];
            Assert.Equal(Detail(told with { Events = events }), Detail(parts));
        }

        static byte[] Detail(params HeadsetReport[] reports)
        {
            var script = new CallScript().Happens(HappeningType.Connected).Talk(60).Happens(HappeningType.Ended);
            var session = script.Session() with { Headset = [.. reports.Select(each => new SessionHeadset(0, each))] };
            return CatalogWriter.WriteDetail(Of(session).Headsets[0].Summary, CatalogProfile.V2023);
        }
    }

    [Fact]
    public void The_detail_has_the_headset_the_contact_and_its_durations()
    {
        var facts = new Facts
        {
            QueueName = "Support",
            PreviousContactId = "p",
            NextContactId = "n",
        };
        var script = new CallScript(facts: facts).Hears(Heard().Switch(1, Tx, true)).Happens(HappeningType.Connected);
        script.Talk(40).Happens(HappeningType.Hold).Talk(15).Happens(HappeningType.Resume).Talk(5);
        var detail = Assert.Single(Of(script.Happens(HappeningType.Ended).Session()).Headsets).Summary;
        Assert.Equal(
            ("contact-1", "p", "n"),
            (detail.Contact!.Id!.Current, detail.Contact.Id.Previous, detail.Contact.Id.Next)
        );
        Assert.Equal("Support", detail.Contact.QueueName);
        var interaction = detail.Contact.Interaction!;
        Assert.Equal(
            (60, 15, 45),
            (
                Number(interaction.TotalDurationSec),
                Number(interaction.OnHoldDurationSec),
                Number(interaction.AgentInteractionDurationSec)
            )
        );
        Assert.Equal(
            ("Jabra Engage 50", "3.2.6", "A0000052B691", "3.0.0-beta.4"),
            (
                detail.Headset!.ModelName,
                detail.Headset.FirmwareVersion,
                detail.Headset.SerialNumber,
                detail.Headset.ApiVersion
            )
        );
        Assert.Equal(Call.GroupId.ToString(), detail.AccountProperties!.GroupId);
    }

    [Fact]
    public void Units_go_to_the_largest_remainders_and_are_never_more_or_less()
    {
        Assert.Equal([34, 33, 33, 0], Apportioned.Of([1, 1, 1, 0], 100));
        Assert.Equal([0, 1, 99], Apportioned.Of([4, 6, 990], 100));
        Assert.Equal([0, 0], Apportioned.Of([0, 0], 100));
    }

    private static HeadsetScript Heard() => new();

    private static HeadsetMetrics Metrics(HeadsetScript headset)
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(60).Happens(HappeningType.Ended);
        return Assert.Single(Of(script.Talk(5).Hears(headset).Session()).Headsets).Summary.Headset!.Metrics!;
    }

    private static HeadsetScript Anything(int seed)
    {
        var random = new Random(seed);
        var script = Heard().Switch(0.001, Tx, true);
        for (var count = random.Next(60); count > 0; count--)
        {
            var second = random.Next(-5_000, 64_000) / 1000.0;
            _ = random.Next(7) switch
            {
                0 => script.Switch(second, Tx, random.Next(2) == 0),
                1 => script.Switch(second, Rx, random.Next(2) == 0),
                2 => script.Switch(second, HeadsetEventType.Mute, random.Next(2) == 0),
                3 => script.Switch(second, HeadsetEventType.BoomPosition, random.Next(2) == 0),
                4 => script.Level(second, HeadsetEventType.BackgroundNoise, random.Next(30, 80)),
                5 => script.Level(second, HeadsetEventType.AudioExposure, random.Next(50, 95)),
                _ => script.Tells(second, HeadsetEventType.VolumeUp),
            };
        }

        return script;
    }

    private static (decimal Tx, decimal Rx, decimal Both, decimal None) Seconds(SpeechTimes speech) =>
        (
            (decimal)Number(speech.TxSpeechTotal),
            (decimal)Number(speech.RxSpeechTotal),
            (decimal)Number(speech.CrossTalkTotal),
            (decimal)Number(speech.SilenceTotal)
        );

    private static (double Tx, double Rx, double Both, double None) Percent(SpeechTimes speech) =>
        (
            Number(speech.TxSpeechTotalPct),
            Number(speech.RxSpeechTotalPct),
            Number(speech.CrossTalkTotalPct),
            Number(speech.SilenceTotalPct)
        );
}
