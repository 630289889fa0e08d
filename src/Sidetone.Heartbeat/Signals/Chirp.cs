namespace Sidetone.Heartbeat.Signals;

/// <summary>
/// A sweep over the telephone's band, 300…3,400 Hz in 0.25 s: its correlation with itself has one narrow peak, which loss of a
/// fifth of it hardly lowers and the laws of G.711 do not move.
/// </summary>
public static class Chirp
{
    /// <summary>0.25 s.</summary>
    public const int Samples = 2_000;

    private const double LowestHz = 300;
    private const double HighestHz = 3_400;
    private const double Amplitude = 6_000;

    // The edges fade over 10 ms: a step would be heard as a click, and spread over the band.
    private const int FadeSamples = 80;

    /// <summary>The samples of a voice's chirp, 16-bit PCM at 8,000 a second.</summary>
    public static short[] Of(SignalVoice voice)
    {
        var samples = new short[Samples];
        const double Seconds = (double)Samples / TestSignal.SampleRate;
        var (from, to) = voice == SignalVoice.Customer ? (LowestHz, HighestHz) : (HighestHz, LowestHz);
        for (var i = 0; i < Samples; i++)
        {
            var t = (double)i / TestSignal.SampleRate;
            var phase = 2 * Math.PI * ((from * t) + ((to - from) * t * t / (2 * Seconds)));
            var fade = Math.Min(1, Math.Min(i + 1, Samples - i) / (double)FadeSamples);
            samples[i] = (short)(Amplitude * fade * Math.Sin(phase));
        }

        return samples;
    }
}
