using System.Numerics;

namespace Sidetone.Heartbeat.Signals;

/// <summary>Normalised cross-correlation: where a known sound stands in what was heard, and how alike the two are.</summary>
internal static class Correlation
{
    /// <summary>Mean square below which samples are silence.</summary>
    private const double SilentMeanSquare = 1;

    /// <summary>The best place of a pattern.</summary>
    /// <param name="pattern">the known sound</param>
    /// <param name="heard">what was heard</param>
    /// <param name="from">first place to try; places outside of <paramref name="heard"/> are not tried</param>
    /// <param name="to">last place to try</param>
    /// <returns>the place and the likeness there, 0…1; null when no place can be tried or all is silent</returns>
    public static (int Place, double Likeness)? Find(
        ReadOnlySpan<float> pattern,
        ReadOnlySpan<float> heard,
        int from,
        int to
    )
    {
        from = Math.Max(from, 0);
        to = Math.Min(to, heard.Length - pattern.Length);
        var patternEnergy = Energy(pattern);
        if (to < from || patternEnergy <= 0)
        {
            return null;
        }

        var products = Products(pattern, heard[from..(to + pattern.Length)]);
        var energy = Energy(heard.Slice(from, pattern.Length));
        (int Place, double Likeness)? best = null;
        for (var place = from; place <= to; place++)
        {
            if (energy > SilentMeanSquare * pattern.Length)
            {
                // Turned upside down on the way it is the same sound.
                var likeness = Math.Abs(products[place - from]) / Math.Sqrt(energy * patternEnergy);
                if (best is null || likeness > best.Value.Likeness)
                {
                    best = (place, likeness);
                }
            }

            if (place < to)
            {
                energy += Square(heard[place + pattern.Length]) - Square(heard[place]);
            }
        }

        return best;
    }

    /// <summary>Likeness at one place, 0…1; 0 when either is silent.</summary>
    public static double At(ReadOnlySpan<float> pattern, ReadOnlySpan<float> heard)
    {
        var energies = Energy(pattern) * Energy(heard);
        if (energies <= 0)
        {
            return 0;
        }

        var sum = 0.0;
        for (var i = 0; i < pattern.Length; i++)
        {
            sum += pattern[i] * heard[i];
        }

        return Math.Abs(sum) / Math.Sqrt(energies);
    }

    /// <summary>The sum of squares.</summary>
    public static double Energy(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += Square(sample);
        }

        return sum;
    }

    public static float[] ToFloats(ReadOnlySpan<short> samples)
    {
        var floats = new float[samples.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            floats[i] = samples[i];
        }

        return floats;
    }

    /// <summary>The sum of products at each place, over the spectrum: a search of 2 s costs a hundredth of the plain sums.</summary>
    private static double[] Products(ReadOnlySpan<float> pattern, ReadOnlySpan<float> heard)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)heard.Length);
        var spectrum = Spectrum(heard, size);
        var other = Spectrum(pattern, size);
        for (var i = 0; i < size; i++)
        {
            // Conjugated once more for the way back, which is the way there of the conjugate.
            spectrum[i] = Complex.Conjugate(spectrum[i] * Complex.Conjugate(other[i]));
        }

        FourierTransform.Forward(spectrum);
        var products = new double[heard.Length - pattern.Length + 1];
        for (var i = 0; i < products.Length; i++)
        {
            products[i] = spectrum[i].Real / size;
        }

        return products;
    }

    private static Complex[] Spectrum(ReadOnlySpan<float> samples, int size)
    {
        var spectrum = new Complex[size];
        for (var i = 0; i < samples.Length; i++)
        {
            spectrum[i] = samples[i];
        }

        FourierTransform.Forward(spectrum);
        return spectrum;
    }

    private static double Square(double value) => value * value;
}
