using System.Numerics;

namespace Sidetone.Heartbeat.Signals;

/// <summary>Normalised cross-correlation: where a known sound stands in what was heard, and how alike the two are.</summary>
internal static class Correlation
{
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
        var patternEnergy = Dot(pattern, pattern);
        if (to < from || patternEnergy <= 0)
        {
            return null;
        }

        (int Place, double Likeness)? best = null;
        var energy = Dot(heard.Slice(from, pattern.Length), heard.Slice(from, pattern.Length));
        for (var place = from; place <= to; place++)
        {
            if (energy > pattern.Length)
            {
                // Turned upside down on the way it is the same sound.
                var likeness =
                    Math.Abs(Dot(pattern, heard.Slice(place, pattern.Length))) / Math.Sqrt(energy * patternEnergy);
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
        var energies = Dot(pattern, pattern) * Dot(heard, heard);
        return energies <= 0 ? 0 : Math.Abs(Dot(pattern, heard)) / Math.Sqrt(energies);
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

    /// <summary>The sum of products; of a span with itself, its energy.</summary>
    public static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        // Blocks keep the sums of single precision small beside what they lose.
        var sum = 0.0;
        var width = Vector<float>.Count;
        var i = 0;
        while (i + width <= left.Length)
        {
            var block = Vector<float>.Zero;
            for (var end = Math.Min(left.Length - width, i + (64 * width) - width); i <= end; i += width)
            {
                block += new Vector<float>(left[i..]) * new Vector<float>(right[i..]);
            }

            sum += Vector.Sum(block);
        }

        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static double Square(double value) => value * value;
}
