using Sidetone.Telemetry;

namespace Sidetone.Simulation.Media;

/// <summary>The received stream of a call, frame by frame, with the counters a browser keeps of it.</summary>
internal sealed class HeardStream(NetworkProfile network, SeededRandom random)
{
    private const int SamplesPerFrame = 48_000 / 1000 * Conversation.FrameMs;
    private const int BytesOfSpeech = 92;
    private const int BytesOfSilence = 14;

    /// <summary>What a jitter buffer holds on top of the jitter, in milliseconds.</summary>
    private const double BufferFloorMs = 35;

    private readonly BurstLoss _loss = new(network.ToAgent, random.Fork("loss"));
    private readonly Wander _jitter = new(network.JitterMs, random.Fork("jitter"));

    private long _received;
    private long _lost;
    private long _late;
    private long _bytes;
    private long _discarded;
    private long _concealed;
    private long _silentConcealed;
    private long _samples;
    private long _bufferDelayUs;
    private long _emitted;
    private bool _burst;

    /// <summary>The RTP synchronisation source.</summary>
    public long Ssrc { get; private set; } = NewSsrc(random);

    /// <summary>One frame in which the far side sent a packet; true when it arrived.</summary>
    public void Frame(bool speech)
    {
        Played();
        if (_loss.NextIsLost())
        {
            _lost++;
            _concealed += SamplesPerFrame;
            // A packet that was only late counts as lost first; the count falls when it comes.
            _late += random.Chance(network.LateShare) ? 1 : 0;
        }
        else
        {
            _received++;
            _bytes += (speech ? BytesOfSpeech : BytesOfSilence) + random.Below(24);
        }

        _burst |= _loss.InBurst;
    }

    /// <summary>One frame in which the far side sent nothing, as silence suppression does: comfort noise is played.</summary>
    public void SilentFrame()
    {
        Played();
        _concealed += SamplesPerFrame;
        _silentConcealed += SamplesPerFrame;
    }

    /// <summary>Writes what the browser says now.</summary>
    public void Write(Track track, long sequence, long time, int level)
    {
        var jitterMs = _jitter.NextSecond() * (_burst ? 1.6 : 1);
        _burst = false;
        _lost -= _late;
        _received += _late;
        _discarded += _late;
        _late = 0;

        var row = track.Add(sequence, time);
        track[row, Inbound.PacketsReceived] = _received;
        track[row, Inbound.PacketsLost] = _lost;
        track[row, Inbound.BytesReceived] = _bytes;
        // Browsers give inbound jitter in whole milliseconds.
        track[row, Inbound.Jitter] = (long)Math.Round(jitterMs) * 1000;
        track[row, Inbound.AudioLevel] = level;
        track[row, Inbound.ConcealedSamples] = _concealed;
        track[row, Inbound.SilentConcealedSamples] = _silentConcealed;
        track[row, Inbound.TotalSamplesReceived] = _samples;
        track[row, Inbound.JitterBufferDelay] = _bufferDelayUs;
        track[row, Inbound.JitterBufferEmittedCount] = _emitted;
        track[row, Inbound.PacketsDiscarded] = _discarded;
    }

    /// <summary>A new connection: another source, every counter from zero.</summary>
    public void Restart()
    {
        Ssrc = NewSsrc(random);
        _received = _lost = _late = _bytes = _discarded = 0;
        _concealed = _silentConcealed = _samples = _bufferDelayUs = _emitted = 0;
    }

    /// <summary>A random source that is not 0, which means none.</summary>
    public static long NewSsrc(SeededRandom random) => 1 + (long)(random.NextBits() >> 33);

    private void Played()
    {
        _samples += SamplesPerFrame;
        _emitted += SamplesPerFrame;
        _bufferDelayUs += (long)((BufferFloorMs + _jitter.Value) * 1000 * SamplesPerFrame);
    }
}
