namespace Sidetone.Sip.Codecs;

/// <summary>
/// ITU-T G.711 µ-law in terms of 16-bit samples: the 14 bits of the standard's table 2 stand in the upper bits, as in the
/// ITU's own software tools (G.191), which decide ties and negative samples the same way.
/// </summary>
internal static class MuLaw
{
    private const int Bias = 33;
    private const int MagnitudeMax = 0x1FFF;

    /// <summary>The byte of a sample.</summary>
    public static byte Encode(short sample)
    {
        // One's complement: the decision values of the negative half are those of the positive half, one step lower.
        var magnitude = Math.Min((sample < 0 ? ~sample >> 2 : sample >> 2) + Bias, MagnitudeMax);
        var segment = 1;
        for (var rest = magnitude >> 6; rest != 0; rest >>= 1)
        {
            segment++;
        }

        var value = ((8 - segment) << 4) | (0xF - ((magnitude >> segment) & 0xF));
        return (byte)(sample >= 0 ? value | 0x80 : value);
    }

    /// <summary>The sample of a byte, −32124…32124.</summary>
    public static short Decode(byte value)
    {
        var inverted = ~value;
        var segment = (inverted >> 4) & 7;
        var step = 4 << (segment + 1);
        var magnitude = (0x80 << segment) + (step * (inverted & 0xF)) + (step / 2) - (4 * Bias);
        return (short)(value < 0x80 ? -magnitude : magnitude);
    }
}
