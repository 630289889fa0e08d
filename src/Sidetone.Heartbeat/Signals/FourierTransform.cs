using System.Numerics;

namespace Sidetone.Heartbeat.Signals;

/// <summary>The discrete Fourier transform of a power of two, in place (Cooley and Tukey, radix 2).</summary>
internal static class FourierTransform
{
    public static void Forward(Span<Complex> values)
    {
        Reorder(values);
        for (var half = 1; half < values.Length; half *= 2)
        {
            // One table a step: a running product would lose digits over thousands of factors.
            var turns = new Complex[half];
            for (var i = 0; i < half; i++)
            {
                turns[i] = Complex.FromPolarCoordinates(1, -Math.PI * i / half);
            }

            for (var start = 0; start < values.Length; start += 2 * half)
            {
                for (var i = 0; i < half; i++)
                {
                    var turned = values[start + half + i] * turns[i];
                    values[start + half + i] = values[start + i] - turned;
                    values[start + i] += turned;
                }
            }
        }
    }

    private static void Reorder(Span<Complex> values)
    {
        var reversed = 0;
        for (var i = 1; i < values.Length; i++)
        {
            var bit = values.Length >> 1;
            for (; (reversed & bit) != 0; bit >>= 1)
            {
                reversed ^= bit;
            }

            reversed |= bit;
            if (i < reversed)
            {
                (values[i], values[reversed]) = (values[reversed], values[i]);
            }
        }
    }
}
