using Sidetone.Heartbeat.Signals;

namespace Sidetone.Heartbeat.Tests.Signals;

/// <summary>What a network makes of a test signal, computed: packets of 20 ms, delayed, lost and changed in level.</summary>
internal sealed record HeardCalls
{
    private const int FrameSamples = 160;
    private const double FrameSeconds = 0.02;

    public SignalVoice Voice { get; init; } = SignalVoice.Customer;

    public int Seconds { get; init; } = 20;

    public double DelaySeconds { get; init; }

    public double Gain { get; init; } = 1;

    public double Noise { get; init; }

    /// <summary>Whether a packet is lost.</summary>
    public Func<int, bool> Loses { get; init; } = _ => false;

    /// <summary>What a packet waits longer than the fastest, in seconds.</summary>
    public Func<int, double> Waits { get; init; } = _ => 0;

    /// <summary>How much later the ear hears from a packet on, in frames.</summary>
    public Func<int, int> HeardLater { get; init; } = _ => 0;

    /// <summary>Another voice heard at the same time.</summary>
    public SignalVoice? Echo { get; init; }

    public SaidSignal Said => new(Voice, 0, Seconds);

    public HeardCall Heard()
    {
        var signal = TestSignal.Of(Voice);
        var random = new Random(3);
        var frames = Seconds * 50;
        var arrived = new short[frames * FrameSamples];
        var played = new short[(frames + 20) * FrameSamples];
        var arrivals = new List<PacketArrival>();
        for (var frame = 0; frame < frames; frame++)
        {
            var samples = new short[FrameSamples];
            signal.Read((long)frame * FrameSamples, samples);
            for (var i = 0; i < FrameSamples; i++)
            {
                short echo = 0;
                if (Echo is { } other)
                {
                    Span<short> one = [0];
                    TestSignal.Of(other).Read(((long)frame * FrameSamples) + i - 1_000, one);
                    echo = one[0];
                }

                var value = (samples[i] * Gain) + echo + (Noise * (random.NextDouble() - 0.5));
                samples[i] = (short)Math.Clamp(value, -32_124, 32_124);
            }

            if (!Loses(frame))
            {
                samples.CopyTo(arrived.AsSpan(frame * FrameSamples));
                samples.CopyTo(played.AsSpan((frame + HeardLater(frame)) * FrameSamples));
                arrivals.Add(
                    new PacketArrival(frame * FrameSamples, DelaySeconds + (frame * FrameSeconds) + Waits(frame))
                );
            }
        }

        return new HeardCall
        {
            Arrived = arrived,
            Arrivals = arrivals,
            Played = played,
            PlayedFrom = DelaySeconds + 0.04,
        };
    }

    public SignalFigures Measure() => SignalAnalysis.Of(Said, Heard());
}
