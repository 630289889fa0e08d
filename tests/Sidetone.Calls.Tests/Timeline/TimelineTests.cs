using Sidetone.Telemetry;
using static Sidetone.Calls.Tests.Summaries;

namespace Sidetone.Calls.Tests.Timeline;

public sealed class TimelineTests
{
    [Fact]
    public void Talking_is_total_less_hold_and_mute_is_part_of_talking()
    {
        var script = new CallScript()
            .Happens(HappeningType.Connected)
            .Talk(20)
            .Happens(HappeningType.Hold)
            .Talk(10)
            .Happens(HappeningType.Mute)
            .Talk(10)
            .Happens(HappeningType.Resume)
            .Talk(5)
            .Happens(HappeningType.Unmute)
            .Talk(16)
            .Happens(HappeningType.Ended);
        var interaction = Of(script.Session()).Interaction();
        Assert.Equal(61, Number(interaction.TotalDurationSec));
        Assert.Equal(20, Number(interaction.OnHoldDurationSec));
        Assert.Equal(41, Number(interaction.TalkingDurationSec));
        Assert.Equal(5, Number(interaction.OnMuteDurationSec));
        Assert.Equal(2, Number(Of(script.Session()).Summary.Billing!.DurationRoundedMin));
    }

    [Fact]
    public void Hold_that_two_pages_saw_is_the_union_of_what_they_saw()
    {
        var first = new CallScript("a")
            .Happens(HappeningType.Connected)
            .Talk(10)
            .Happens(HappeningType.Hold)
            .Talk(10)
            .Happens(HappeningType.Resume)
            .Talk(20)
            .Happens(HappeningType.Ended);
        var second = new CallScript("b").Talk(15).Happens(HappeningType.Hold).Talk(15).Happens(HappeningType.Resume);
        Assert.Equal(20, Number(Of(first.Session(), second.Session()).Interaction().OnHoldDurationSec));
    }

    [Fact]
    public void A_hold_that_a_page_took_with_it_ends_when_the_next_page_resumes()
    {
        var before = new CallScript("a")
            .Happens(HappeningType.Connected)
            .Talk(10)
            .Happens(HappeningType.Hold)
            .Talk(5)
            .Happens(HappeningType.Detached);
        var after = new CallScript("b", from: before.Now)
            .Talk(5)
            .Happens(HappeningType.Resume)
            .Talk(30)
            .Happens(HappeningType.Ended);
        Assert.Equal(10, Number(Of(before.Session(), after.Session()).Interaction().OnHoldDurationSec));
    }

    [Fact]
    public void Hold_at_the_end_lasts_until_the_end()
    {
        var script = new CallScript()
            .Happens(HappeningType.Connected)
            .Talk(10)
            .Happens(HappeningType.Hold)
            .Talk(40)
            .Happens(HappeningType.Ended);
        var call = Of(script.Session());
        Assert.Equal(40, Number(call.Interaction().OnHoldDurationSec));
        Assert.Contains("Call Ended On Hold", call.Tags());
    }

    [Fact]
    public void A_call_that_never_connected_has_no_durations_and_no_insight()
    {
        var script = new CallScript().Happens(HappeningType.Connecting).Wait(8000).Happens(HappeningType.Ended);
        var call = Of(script.Session());
        Assert.Equal(0, Number(call.Interaction().TotalDurationSec));
        Assert.Equal(0, Number(call.Summary.Billing!.DurationRoundedMin));
        Assert.Empty(call.Tags());
    }

    [Fact]
    public void Media_is_evidence_of_a_connection_that_nobody_reported()
    {
        Assert.Equal(29, Number(Of(new CallScript().Talk(30).Session()).Interaction().TotalDurationSec));
    }

    [Fact]
    public void The_timestamp_is_the_ends_time_and_after_silence_the_last_records()
    {
        var silent = new CallScript().Happens(HappeningType.Connected).Talk(30);
        Assert.Equal(silent.Now, Of(silent.Session()).EndedAt);
        var ended = new CallScript().Happens(HappeningType.Connected).Talk(30).Happens(HappeningType.Ended);
        var end = ended.Now;
        Assert.Equal(end, Of(ended.Talk(3).Session()).EndedAt);
    }

    [Fact]
    public void An_unknown_time_is_the_zero_time_and_an_unknown_string_is_empty()
    {
        var summary = Of(new CallScript().Talk(3).Session()).Summary;
        Assert.Equal("0001-01-01T00:00:00Z", summary.Contact!.Events!.ConnectingToAgent!.Value.Text);
        Assert.Equal("0001-01-01T00:00:00Z", summary.WebRtcSession!.ServiceEndpoint!.Expiry!.Value.Text);
        Assert.Equal("", summary.Contact.EndedBy);
        Assert.Equal("", summary.ServiceAgent!.Network!.InternetGatewayIp);
    }

    [Fact]
    public void A_call_known_only_from_the_platform_has_durations_and_no_figures()
    {
        var platform = new CallScript("platform", new Facts { QueueName = "Sales" }) { Source = BatchSource.Platform }
            .Happens(HappeningType.Connected)
            .Wait(90_000)
            .Happens(HappeningType.Ended, endedBy: "Customer");
        var call = Of(platform.Session());
        Assert.Equal(90, Number(call.Interaction().TotalDurationSec));
        Assert.Equal("Customer", call.Summary.Contact!.EndedBy);
        Assert.Equal("Sales", call.Summary.Contact.QueueName);
        Assert.False(call.Summary.Billing!.AgentDataReceived);
        Assert.True(call.Summary.Billing.CloudDataReceived);
        Assert.Empty(call.Tags());
    }

    [Fact]
    public void Idle_and_used_cpu_add_up_to_a_hundred()
    {
        var script = new CallScript().Talk(5).Machine(30.11, 92.3).Talk(5).Machine(31.84, 92.4);
        var machine = Of(script.Session()).Summary.ServiceAgent!.Machine!;
        Assert.Equal(100, Number(machine.Cpu!.IdlePercentage!.Avg) + Number(machine.Cpu.UtilizedPercentage!.Avg));
        Assert.Equal((92.3, 92.4, 92.35), Range(machine.Memory!.UtilizedPercentage));
    }
}
