using Sidetone.Sip.Media;
using Sidetone.Sip.Media.Figures;
using Sidetone.Tests.Impairments;

namespace Sidetone.Sip.Tests.Media;

/// <summary>Our media to our media through a relay that counts what it does.</summary>
public sealed class ImpairedCallTests
{
    private const int Packets = 300;

    [Fact]
    public async Task What_the_relay_dropped_is_what_is_missing_in_each_direction()
    {
        await using var call = await RunAsync(
            new Impairment(DelayMs: 20, LossPercent: 10),
            new Impairment(LossPercent: 5, BurstLength: 3)
        );
        var (near, far) = (call.Near.Statistics(), call.Far.Statistics());
        var (forward, backward) = (call.Relay.Count(forward: true), call.Relay.Count(forward: false));
        Assert.True(forward.Dropped > 0 && backward.Dropped > 0);
        Assert.Equal(forward.Sent, near.Sent.Packets);
        Assert.Equal(forward.Dropped, MediaStatistics.LostBetween(near, far));
        Assert.Equal(backward.Dropped, MediaStatistics.LostBetween(far, near));

        // The goodbyes say how many were sent: the head and the tail show without asking the other end's counters.
        Assert.Equal(forward.Dropped, far.Received.Missing);
        Assert.Equal(backward.Dropped, near.Received.Missing);
    }

    [Fact]
    public async Task Jitter_is_that_of_the_packets_that_left_the_relay()
    {
        await using var call = await RunAsync(new Impairment(JitterMs: 60), Impairment.None);
        var far = call.Far.Statistics();
        Assert.InRange(far.Received.JitterMeanMs - call.Relay.Jitter(forward: true).MeanMs, -3, 3);
        Assert.True(far.Received.Reordered > 0);
        Assert.Equal(0, MediaStatistics.LostBetween(call.Near.Statistics(), far));
    }

    private static async Task<CallPair> RunAsync(Impairment forward, Impairment backward)
    {
        var call = CallPair.Start(
            forward,
            backward,
            (Silence.Instance, Silence.Instance),
            (Silence.Instance, Silence.Instance)
        );
        await Until.TrueAsync(() => call.Near.Statistics().Sent.Packets >= Packets);
        await call.StopAsync();
        return call;
    }
}
