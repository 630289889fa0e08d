namespace Sidetone.Heartbeat.Signals;

/// <summary>What was heard of a test signal, as figures. A pure function.</summary>
public static class SignalAnalysis
{
    /// <summary>A second at this level has something in it; telephone lines' noise lies below.</summary>
    private const double SilentDbfs = -60;

    /// <summary>Only the outermost value of either law lies above.</summary>
    private const int ClippedFrom = 32_000;

    /// <summary>Measures.</summary>
    /// <param name="said">the signal that should be heard, and when it was said on the call's clock</param>
    /// <param name="heard">what was heard, on the same clock</param>
    public static SignalFigures Of(SaidSignal said, HeardCall heard)
    {
        var delays = ChirpFinder.InArrivals(said, heard);
        var chirps = ChirpFinder.InPlayed(said, heard);
        var speech = SpeechMeter.Measure(said, heard, chirps);
        return new SignalFigures
        {
            IsSilent = LoudestSecond(heard.Played.Span) < SilentDbfs,
            DelaysMs = [.. delays.Select(chirp => chirp.Delay * 1_000)],
            DelayMs = delays.Count == 0 ? null : Median.Of(delays.Select(chirp => chirp.Delay * 1_000)),
            EarDelayMs = chirps.Count == 0 ? null : Median.Of(chirps.Select(chirp => chirp.Delay * 1_000)),
            ChirpLikeness = chirps.Count == 0 ? null : Median.Of(chirps.Select(chirp => chirp.Likeness)),
            DropOutPercent = speech.ExpectedSeconds > 0 ? 100 * speech.MissingSeconds / speech.ExpectedSeconds : null,
            ExpectedSeconds = speech.ExpectedSeconds,
            LevelDifferenceDb = speech.LevelDifferenceDb,
            ClippedPercent = Clipped(heard.Played.Span),
            NoiseDbfs = speech.NoiseDbfs,
        };
    }

    private static double LoudestSecond(ReadOnlySpan<short> samples)
    {
        var loudest = double.NegativeInfinity;
        for (; !samples.IsEmpty; samples = samples[Math.Min(samples.Length, TestSignal.SampleRate)..])
        {
            var second = samples[..Math.Min(samples.Length, TestSignal.SampleRate)];
            var sum = 0.0;
            foreach (var sample in second)
            {
                sum += (double)sample * sample;
            }

            loudest = Math.Max(loudest, Decibels.OfEnergy(sum / second.Length, double.NegativeInfinity));
        }

        return loudest;
    }

    private static double Clipped(ReadOnlySpan<short> samples)
    {
        var (clipped, heard) = (0L, 0L);
        foreach (var sample in samples)
        {
            heard += sample == 0 ? 0 : 1;
            clipped += sample is >= ClippedFrom or <= -ClippedFrom ? 1 : 0;
        }

        return heard == 0 ? 0 : 100.0 * clipped / heard;
    }
}
