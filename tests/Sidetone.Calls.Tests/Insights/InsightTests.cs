using Sidetone.Calls.Insights;
using Sidetone.Telemetry;
using static Sidetone.Calls.Tests.Summaries;

namespace Sidetone.Calls.Tests.Insights;

public sealed class InsightTests
{
    private static readonly MediaDevice s_headset = new()
    {
        Kind = "audioinput",
        Label = "Jabra Evolve2 65 (0b0e:2e56)",
        DeviceId = "1",
        GroupId = "g1",
    };

    /// <summary>Each case: a call that just does not make the tag, and one that just does.</summary>
    public static TheoryData<string, Pair> Cases =>
        new()
        {
            { "High Packet Loss", Both(Lossy(1), Lossy(2)) },
            { "Very High Packet Loss", Both(Lossy(2), Lossy(3)) },
            { "High Jitter", Both(Call(60, c => c.In.JitterMs = 30), Call(60, c => c.In.JitterMs = 31)) },
            { "Very High Jitter", Both(Call(60, c => c.Out.JitterMs = 60), Call(60, c => c.Out.JitterMs = 61)) },
            { "High RTT", Both(Call(60, c => c.Out.RttMs = 300), Call(60, c => c.Out.RttMs = 301)) },
            { "Very High RTT", Both(Call(60, c => c.Out.RttMs = 500), Call(60, c => c.Out.RttMs = 501)) },
            { "Low MOS", Both(Call(60, c => c.Out.RttMs = 300), Call(60, c => c.Out.RttMs = 450)) },
            { "Poor MOS", Both(Bad(10), Bad(11)) },
            { "Zero MOS", Both(Outage(10), Outage(11)) },
            { "Zero Inbound Packets", Both(Outage(10), Outage(11)) },
            { "Zero Outbound Packets", Both(Mute(12, HappeningType.Mute), Mute(12, "")) },
            { "One-Way Audio", Both(Call(60, c => c.In.Level = 2), Call(60, c => c.In.Level = 1)) },
            { "Low Microphone Level", Both(Call(60, c => c.Out.Level = 328), Call(60, c => c.Out.Level = 327)) },
            { "Low Inbound Level", Both(Call(60, c => c.In.Level = 328), Call(60, c => c.In.Level = 327)) },
            { "Call Ended On Silence", Both(SilentEnd(14, true), SilentEnd(15, true)) },
            { "Call Ended On Customer Silence", Both(SilentEnd(14, false), SilentEnd(15, false)) },
            { "Call Ended On Hold", Both(EndsIn(HappeningType.Hold, 29), EndsIn(HappeningType.Hold, 30)) },
            { "Call Ended On Mute", Both(EndsIn(HappeningType.Mute, 29), EndsIn(HappeningType.Mute, 30)) },
            { "High CPU", Both(Load(80, 60), Load(81, 60)) },
            { "High CPU", Both(Load(85, 30), Load(85, 40)) },
            { "Very High CPU", Both(Load(90, 60), Load(91, 60)) },
            { "VPN In Use", Both(With(new Facts { NetworkType = "wlan" }), With(new Facts { NetworkType = "vpn" })) },
            { "Media Over TCP/TLS", Both(Over("udp"), Over("tcp")) },
            {
                "Device Changed Mid-Call",
                Both(Device(s_headset), Device(s_headset with { Label = "Other", DeviceId = "2" }))
            },
            { "Built-in Microphone", Both(Uses("Jabra"), Uses("MacBook Pro Microphone (Built-in)")) },
            { "Bluetooth", Both(Uses("Jabra"), Uses("Headset (AirPods Hands-Free)")) },
            { "Browser Outdated", Both(Chrome("140.0.1"), Chrome("139.0.1")) },
            { "ICE Disconnected", Both(Ice("connected"), Ice("disconnected")) },
            { "High Agent Connection Time", Both(Rings(10_000, "Inbound"), Rings(10_001, "Inbound")) },
            { "Very High Agent Connection Time", Both(Rings(15_000, "Inbound"), Rings(15_001, "Inbound")) },
            { "High Agent Connection Time", Both(Rings(14_000, "Outbound"), Rings(14_000, "Inbound")) },
            {
                "Long Mute",
                Both(
                    InState(HappeningType.Mute, HappeningType.Unmute, 60),
                    InState(HappeningType.Mute, HappeningType.Unmute, 61)
                )
            },
            {
                "Long Hold",
                Both(
                    InState(HappeningType.Hold, HappeningType.Resume, 120),
                    InState(HappeningType.Hold, HappeningType.Resume, 121)
                )
            },
            { "Short Call", Both(Call(10), Call(9)) },
            { "Concealment", Both(Call(60, c => c.In.Concealed += 50 * 67), Call(60, c => c.In.Concealed += 50 * 68)) },
            { "Multiple Softphones", Both(Call(60), AnotherSoftphone()) },
            { "Multiple Softphones", Both(Error("other"), Error("multiple_softphone_active_sessions")) },
        };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_rule_fires_beyond_its_limit_and_not_at_it(string tag, Pair calls)
    {
        Assert.DoesNotContain(tag, Of(calls.Without()).Tags());
        Assert.Contains(tag, Of(calls.With()).Tags());
    }

    public static TheoryData<string, string, Pair> OptInCases =>
        new()
        {
            { "Constant Mic Level", "constantMicLevel", Both(Swinging(), Call(60)) },
            { "Mic Clipping", "micClipping", Both(Call(60), Call(60, c => c.Out.Level = 32_500)) },
            { "Dead Air", "deadAir", Both(Quiet(14), Quiet(15)) },
            { "Crosstalk", "crosstalk", Both(Call(60, c => c.In.Level = 500), Call(60)) },
            { "Crosstalk", "crosstalk", Both(TalksOver(9), TalksOver(10)) },
            { "High Memory", "highMemory", Both(Load(80, 60), Load(81, 60)) },
            { "Very High Memory", "veryHighMemory", Both(Load(90, 60), Load(91, 60)) },
            {
                "Wi-Fi In Use",
                "wifiInUse",
                Both(With(new Facts { NetworkType = "lan" }), With(new Facts { NetworkType = "wifi" }))
            },
            {
                "Media Relayed",
                "mediaRelayed",
                Both(Over("udp"), With(new Facts { MediaEndpoint = new() { CandidateType = "relay" } }))
            },
            {
                "Built-in Speakers",
                "builtInSpeakers",
                Both(Speaker("g1", "Jabra"), Speaker("g1", "Internal Speakers (Built-in)"))
            },
            {
                "Microphone And Speaker Differ",
                "microphoneAndSpeakerDiffer",
                Both(Speaker("g1", "Jabra"), Speaker("g2", "Jabra"))
            },
        };

    [Theory]
    [MemberData(nameof(OptInCases), DisableDiscoveryEnumeration = true)]
    public void An_opt_in_rule_fires_only_where_it_was_switched_on(string tag, string id, Pair calls)
    {
        var settings = new CallSettings
        {
            Insights = new Dictionary<string, InsightSetting> { [id] = new() { Enabled = true } },
        };
        Assert.DoesNotContain(tag, Of(calls.With()).Tags());
        Assert.DoesNotContain(tag, Of(settings, calls.Without()).Tags());
        Assert.Contains(tag, Of(settings, calls.With()).Tags());
    }

    [Fact]
    public void Every_rule_has_a_case_here()
    {
        var tested = Cases.Select(row => row.Data.Item1).Concat(OptInCases.Select(row => row.Data.Item1)).ToHashSet();
        var known = InsightRules.All.Select(rule => rule.Name).Where(name => name != "ICE Restart").ToHashSet();
        Assert.Equal(known.Order(), tested.Order());
    }

    [Fact]
    public void There_are_36_numbered_rules_with_unique_names()
    {
        Assert.Equal(Enumerable.Range(1, 36), InsightRules.All.Select(rule => rule.Number).Distinct());
        Assert.Distinct(InsightRules.All.Select(rule => rule.Id));
        Assert.Distinct(InsightRules.All.Select(rule => rule.Name));
    }

    [Fact]
    public void Very_high_replaces_high()
    {
        var tags = Of(Lossy(5)).Tags();
        Assert.Contains("Very High Packet Loss", tags);
        Assert.DoesNotContain("High Packet Loss", tags);
    }

    [Fact]
    public void A_clean_call_has_no_insight()
    {
        Assert.Empty(Of(Call(120)).Tags());
        Assert.Null(Of(Call(120)).InsightsSummary);
    }

    [Fact]
    public void A_group_can_switch_a_rule_off_and_move_its_limit()
    {
        CallSettings With(InsightSetting setting) =>
            new() { Insights = new Dictionary<string, InsightSetting> { ["highJitter"] = setting } };
        var call = Call(60, c => c.In.JitterMs = 40);
        Assert.Contains("High Jitter", Of(call).Tags());
        Assert.DoesNotContain("High Jitter", Of(With(new() { Enabled = false }), call).Tags());
        Assert.DoesNotContain("High Jitter", Of(With(new() { Threshold = 50 }), call).Tags());
    }

    [Fact]
    public void Hold_mute_and_ring_never_look_like_a_fault()
    {
        var script = new CallScript().Happens(HappeningType.Connecting);
        script.Talk(9, NoPackets).Happens(HappeningType.Connected).Talk(30).Happens(HappeningType.Hold);
        script.Talk(60, NoPackets).Happens(HappeningType.Resume).Talk(30).Happens(HappeningType.Mute);
        script
            .Talk(
                40,
                c =>
                {
                    c.Out.Packets -= 50;
                    c.Out.Level = 0;
                }
            )
            .Happens(HappeningType.Unmute);
        script.Out.Level = 3000;
        Assert.Empty(Of(script.Talk(30).Happens(HappeningType.Ended).Session()).Tags());
    }

    [Fact]
    public void Silence_suppression_never_looks_like_a_fault()
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(30).Talk(40, c => c.In.Packets -= 50);
        var call = Of(script.Talk(30).Happens(HappeningType.Ended).Session());
        Assert.Empty(call.Tags());
        var windows = call.Summary.Insights!;
        Assert.Single(windows.ZeroInboundPackets!);
        Assert.Empty(windows.ZeroMos!);
    }

    [Fact]
    public void A_gap_after_which_loss_grew_by_what_it_would_have_carried_is_an_outage()
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(30).Talk(20, c => c.In.Packets -= 50);
        script.In.Lost += 500;
        Assert.Contains("Zero MOS", Of(script.Talk(30).Happens(HappeningType.Ended).Session()).Tags());
    }

    [Fact]
    public void An_ice_state_after_the_end_is_no_insight()
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(30).Happens(HappeningType.Ended).Wait(10);
        Assert.Empty(Of(script.Happens(HappeningType.IceState, "disconnected").Session()).Tags());
    }

    [Fact]
    public void Settings_that_cannot_be_say_which_member_is_wrong()
    {
        var settings = new CallSettings
        {
            MosFormula = "magic/1",
            Insights = new Dictionary<string, InsightSetting>
            {
                ["noSuchRule"] = new(),
                ["highJitter"] = new() { Threshold = double.NaN, WindowSec = -1 },
            },
        };
        Assert.Equal(
            ["mosFormula", "insights.noSuchRule", "insights.highJitter.threshold", "insights.highJitter.windowSec"],
            settings.Problems().Select(problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)])
        );
    }

    /// <summary>A call without the tag and one with it.</summary>
    public sealed record Pair(Func<Session> Without, Func<Session> With);

    private static Pair Both(Session without, Session with) => new(() => without, () => with);

    private static void NoPackets(CallScript call)
    {
        call.In.Packets -= 50;
        call.Out.Packets -= 50;
    }

    private static Session Call(int seconds, Action<CallScript>? each = null) =>
        new CallScript().Happens(HappeningType.Connected).Talk(seconds, each).Happens(HappeningType.Ended).Session();

    // Both levels are loud all along: only the headset knows better.
    private static Session TalksOver(int seconds) =>
        new CallScript()
            .Happens(HappeningType.Connected)
            .Hears(
                new HeadsetScript()
                    .Switch(0, HeadsetEventType.TxSpeech, on: true)
                    .Switch(10, HeadsetEventType.RxSpeech, on: true)
                    .Switch(10 + seconds, HeadsetEventType.RxSpeech, on: false)
            )
            .Talk(60)
            .Happens(HappeningType.Ended)
            .Session();

    private static Session AnotherSoftphone() =>
        new CallScript()
            .Happens(HappeningType.Connected)
            .Talk(30)
            .Happens(HappeningType.MultipleSoftphones)
            .Talk(30)
            .Happens(HappeningType.Ended)
            .Session();

    private static Session Lossy(int perHundred) =>
        Call(
            100,
            c =>
            {
                c.Out.Lost = (c.Out.Packets * perHundred) / 100;
            }
        );

    private static Session Bad(int seconds)
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(60);
        script.In.JitterMs = 300;
        script.Talk(seconds);
        script.In.JitterMs = 2;
        return script.Talk(600).Happens(HappeningType.Ended).Session();
    }

    private static Session Outage(int seconds)
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(60).Talk(seconds, c => c.In.Packets -= 50);
        script.In.Lost += seconds * 50;
        return script.Talk(1200).Happens(HappeningType.Ended).Session();
    }

    private static Session Mute(int seconds, string type)
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(60).Happens(type);
        return script.Talk(seconds, c => c.Out.Packets -= 50).Happens(HappeningType.Ended).Session();
    }

    private static Session SilentEnd(int seconds, bool agent)
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(60);
        (script.In.Level, script.Out.Level) = agent ? (3000L, 50L) : (50L, 3000L);
        return script.Talk(seconds).Happens(HappeningType.Ended).Session();
    }

    private static Session EndsIn(string state, int seconds) =>
        new CallScript()
            .Happens(HappeningType.Connected)
            .Talk(60)
            .Happens(state)
            .Talk(seconds)
            .Happens(HappeningType.Ended)
            .Session();

    private static Session InState(string on, string off, int seconds) =>
        new CallScript()
            .Happens(HappeningType.Connected)
            .Talk(60)
            .Happens(on)
            .Talk(seconds)
            .Happens(off)
            .Talk(60)
            .Happens(HappeningType.Ended)
            .Session();

    private static Session Load(double percent, int seconds)
    {
        var script = new CallScript().Happens(HappeningType.Connected).Machine(percent, percent);
        for (var at = 0; at < seconds; at += 5)
        {
            script.Talk(5).Machine(percent, percent);
        }

        return script.Machine(10, 10).Talk(30).Happens(HappeningType.Ended).Session();
    }

    private static Session With(Facts facts) =>
        new CallScript(facts: facts).Happens(HappeningType.Connected).Talk(60).Happens(HappeningType.Ended).Session();

    private static Session Over(string transport) =>
        With(new Facts { MediaEndpoint = new() { Transport = transport } });

    private static Session Uses(string label) => With(new Facts { Devices = [s_headset with { Label = label }] });

    private static Session Speaker(string group, string label) =>
        With(
            new Facts
            {
                Devices =
                [
                    s_headset,
                    new()
                    {
                        Kind = "audiooutput",
                        Label = label,
                        GroupId = group,
                    },
                ],
            }
        );

    private static Session Chrome(string version) =>
        With(
            new Facts
            {
                Browser = new() { Name = "Chrome", Version = version },
            }
        );

    private static Session Device(MediaDevice device) =>
        new CallScript(facts: new Facts { Devices = [s_headset] })
            .Happens(HappeningType.Connected)
            .Talk(30)
            .Happens(HappeningType.DeviceChange, device: device)
            .Talk(30)
            .Happens(HappeningType.Ended)
            .Session();

    private static Session Ice(string state) =>
        new CallScript()
            .Happens(HappeningType.Connected)
            .Talk(30)
            .Happens(HappeningType.IceState, state)
            .Talk(30)
            .Happens(HappeningType.Ended)
            .Session();

    private static Session Rings(long milliseconds, string direction) =>
        new CallScript(facts: new Facts { Direction = direction })
            .Happens(HappeningType.Connecting)
            .Wait(milliseconds)
            .Happens(HappeningType.Connected)
            .Talk(60)
            .Happens(HappeningType.Ended)
            .Session();

    private static Session Error(string type) =>
        new CallScript()
            .Happens(HappeningType.Connected)
            .Talk(30)
            .Happens(HappeningType.SoftphoneError, type)
            .Talk(30)
            .Happens(HappeningType.Ended)
            .Session();

    private static Session Swinging() => Call(60, c => c.Out.Level = c.Out.Level == 3000 ? 200 : 3000);

    private static Session Quiet(int seconds)
    {
        var script = new CallScript().Happens(HappeningType.Connected).Talk(60);
        (script.In.Level, script.Out.Level) = (50, 50);
        script.Talk(seconds);
        (script.In.Level, script.Out.Level) = (3000, 3000);
        return script.Talk(60).Happens(HappeningType.Ended).Session();
    }
}
