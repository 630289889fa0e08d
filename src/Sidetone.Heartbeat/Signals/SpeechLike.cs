namespace Sidetone.Heartbeat.Signals;

/// <summary>
/// A sound with the band, the pitch and the syllables of speech, the same in each run: harmonics of a gliding pitch under
/// gliding formants, and a little noise. Unlike speech it has no pauses, so that each 20 ms of it can be missed.
/// </summary>
internal static class SpeechLike
{
    private const double Level = 0.14 * short.MaxValue;
    private const double LowestHz = 250;
    private const double HighestHz = 3_400;
    private const double SyllableSeconds = 0.22;

    public static void Fill(Span<short> samples, SignalVoice voice, int seed)
    {
        // A generator of our own: the platform's may give other numbers in another version, and both ends must agree.
        var noise = new NoiseSource((uint)((seed * 2) + (int)voice + 1));
        var pitch = voice == SignalVoice.Customer ? 185.0 : 115.0;
        var (phase, low, high, glide) = (0.0, 500.0, 1_500.0, 0.0);
        var (nextLow, nextHigh, nextGlide) = (0.0, 0.0, 0.0);
        var syllable = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            if (syllable-- == 0)
            {
                syllable = (int)(SyllableSeconds * TestSignal.SampleRate * (0.7 + (0.6 * noise.Next())));
                (nextLow, nextHigh) = (300 + (500 * noise.Next()), 1_000 + (1_800 * noise.Next()));
                nextGlide = 0.5 * (noise.Next() - 0.5);
            }

            low += (nextLow - low) / 300;
            high += (nextHigh - high) / 300;
            glide += (nextGlide - glide) / 600;
            var fundamental = pitch * (1 + glide);
            phase += 2 * Math.PI * fundamental / TestSignal.SampleRate;
            var sum = 0.0;
            for (
                var harmonic = (int)Math.Ceiling(LowestHz / fundamental);
                harmonic * fundamental < HighestHz;
                harmonic++
            )
            {
                sum += Strength(harmonic * fundamental, low, high) * Math.Sin(harmonic * phase);
            }

            samples[i] = (short)
                Math.Clamp(Level * (sum + (0.15 * (noise.Next() - 0.5))), short.MinValue, short.MaxValue);
        }
    }

    private static double Strength(double hz, double low, double high) =>
        (0.5 / (1 + Square((hz - low) / 150))) + (0.4 / (1 + Square((hz - high) / 250))) + 0.03;

    private static double Square(double value) => value * value;
}
