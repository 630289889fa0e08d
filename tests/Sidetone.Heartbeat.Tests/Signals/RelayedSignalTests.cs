using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Media;
using Sidetone.Tests.Impairments;

namespace Sidetone.Heartbeat.Tests.Signals;

/// <summary>Test signals over real sockets, through a relay that delays: both measures of delay must show what was injected.</summary>
public sealed class RelayedSignalTests
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_buffer = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(80, 40)]
    public async Task Round_trips_by_rtcp_and_by_ear_are_what_the_relay_delays(double forwardMs, double backwardMs)
    {
        var listener = new CallListener(s_longest);
        var echo = new EchoAudio();
        await using var call = CallPair.Start(
            new Impairment(DelayMs: forwardMs),
            new Impairment(DelayMs: backwardMs),
            (new TestSignalSource(SignalVoice.Customer), listener),
            (echo, echo)
        );
        await Until.TrueAsync(() => call.Near.Statistics() is { Sent.Packets: >= 600, RoundTripsMs.Count: >= 5 });
        await call.StopAsync();

        var injected = forwardMs + backwardMs;
        var rtcp = call.Near.Statistics().RoundTripsMs.Order().ToArray();
        Near(injected, rtcp[rtcp.Length / 2]);

        // The echo stands in the far end's jitter buffer, up to a frame in its queue, and half a frame between hearing and saying.
        var figures = SignalAnalysis.Of(
            new SaidSignal(SignalVoice.Customer, 0, 12),
            listener.Heard(call.Near.StartedAt)
        );
        Assert.True(figures.DelaysMs.Count >= 5);
        var buffered = call.Far.Statistics().Heard.DelayMeanMs;
        Assert.InRange(figures.DelayMs!.Value - injected - buffered, -10, 30);
    }

    [Fact]
    public async Task One_way_delays_and_drop_outs_are_those_of_each_direction()
    {
        var (nearHears, farHears) = (new CallListener(s_longest), new CallListener(s_longest));
        await using var call = CallPair.Start(
            new Impairment(DelayMs: 60, LossPercent: 10),
            new Impairment(DelayMs: 100),
            (new TestSignalSource(SignalVoice.Customer), nearHears),
            (new TestSignalSource(SignalVoice.Agent), farHears),
            new MediaSettings { BufferLeast = s_buffer, BufferMost = s_buffer }
        );
        await Until.TrueAsync(() => call.Near.Statistics().Sent.Packets >= 620);
        await call.StopAsync();

        var clock = call.Near.StartedAt;
        var farStarted = TimeProvider.System.GetElapsedTime(clock, call.Far.StartedAt).TotalSeconds;
        var customer = SignalAnalysis.Of(new SaidSignal(SignalVoice.Customer, 0, 12), farHears.Heard(clock));
        var agent = SignalAnalysis.Of(
            new SaidSignal(SignalVoice.Agent, farStarted, farStarted + 12),
            nearHears.Heard(clock)
        );
        Assert.True(customer.DelaysMs.Count >= 5 && agent.DelaysMs.Count >= 5);
        Near(60, customer.DelayMs!.Value);
        Near(100, agent.DelayMs!.Value);

        // What a busy machine brings too late was not heard either: the buffer counts both.
        Assert.InRange(customer.DropOutPercent!.Value - Concealed(call.Far), -5, 5);
        Assert.InRange(agent.DropOutPercent!.Value - Concealed(call.Near), -5, 5);
        Assert.True(call.Relay.Count(forward: true).Dropped > 20);
        Assert.True(customer.DropOutPercent > agent.DropOutPercent);
        Assert.Equal(0, agent.LevelDifferenceDb!.Value, 0.5);
    }

    private static double Concealed(AudioCallMedia media)
    {
        // Before the first packet and after the last nothing was expected.
        var figures = media.Statistics();
        var late = figures.Heard.LateDiscards + figures.Received.Missing;
        return 100.0 * late / figures.Received.SaysSent!.Value;
    }

    private static void Near(double injected, double measured) =>
        Assert.InRange(measured - injected, -Math.Max(10, injected / 20), Math.Max(10, injected / 20));
}
