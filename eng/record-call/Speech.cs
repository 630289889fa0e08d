namespace Sidetone.RecordCall;

/// <summary>A sound that a voice codec takes for speech: syllables of a buzzing voice with moving formants, and pauses.</summary>
internal static class Speech
{
    private const int Rate = 48_000;
    private const int Seconds = 24;

    /// <summary>Writes a WAV file: mono, 48 kHz, 16 bits. The same seed gives the same file.</summary>
    public static void Write(string path, int seed)
    {
        using var file = new BinaryWriter(File.Create(path));
        const int Bytes = Rate * Seconds * 2;
        file.Write("RIFF"u8);
        file.Write(36 + Bytes);
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1);
        file.Write((short)1);
        file.Write(Rate);
        file.Write(Rate * 2);
        file.Write((short)2);
        file.Write((short)16);
        file.Write("data"u8);
        file.Write(Bytes);
        foreach (var sample in Samples(new Random(seed)))
        {
            file.Write((short)(sample * 12_000));
        }
    }

    private static IEnumerable<double> Samples(Random random)
    {
        var written = 0;
        while (written < Rate * Seconds)
        {
            // A phrase of some syllables, then a pause, as people talk.
            var syllables = random.Next(4, 12);
            for (var i = 0; i <= syllables; i++)
            {
                var isPause = i == syllables;
                var length = isPause ? random.Next(Rate / 3, Rate) : random.Next(Rate / 8, Rate / 4);
                var pitch = 105 + (random.NextDouble() * 40);
                var (low, high) = (300 + (random.NextDouble() * 500), 900 + (random.NextDouble() * 1400));
                for (var n = 0; n < length && written < Rate * Seconds; n++, written++)
                {
                    yield return isPause ? 0 : Voice(n, length, pitch, low, high);
                }
            }
        }
    }

    /// <summary>Harmonics of the pitch, each as loud as it lies near one of two formants, under a syllable's swell.</summary>
    private static double Voice(int n, int length, double pitch, double low, double high)
    {
        var time = (double)n / Rate;
        var swell = Math.Sin(Math.PI * n / length);
        var sum = 0.0;
        for (var harmonic = 1; harmonic * pitch < 3400; harmonic++)
        {
            var frequency = harmonic * pitch;
            var weight = Bell(frequency, low, 120) + (0.5 * Bell(frequency, high, 200)) + 0.02;
            sum += weight * Math.Sin(2 * Math.PI * frequency * time);
        }

        return Math.Clamp(sum * swell * 0.5, -1, 1);
    }

    private static double Bell(double value, double centre, double width) =>
        Math.Exp(-Math.Pow((value - centre) / width, 2));
}
