namespace Sidetone.Sip.Codecs;

/// <summary>
/// ITU-T G.711 A-law in terms of 16-bit samples: the 13 bits of the standard's table 1 stand in the upper bits, as in the
/// ITU's own software tools (G.191). Even bits are inverted on the line (G.711 §3.3).
/// </summary>
internal static class ALaw
{
    private const int EvenBits = 0x55;

    /// <summary>The byte of a sample.</summary>
    public static byte Encode(short sample)
    {
        var magnitude = sample < 0 ? ~sample >> 4 : sample >> 4;
        if (magnitude > 15)
        {
            var segment = 1;
            for (; magnitude > 31; magnitude >>= 1)
            {
                segment++;
            }

            magnitude = magnitude - 16 + (segment << 4);
        }

        return (byte)((sample >= 0 ? magnitude | 0x80 : magnitude) ^ EvenBits);
    }

    /// <summary>The sample of a byte, −32256…32256.</summary>
    public static short Decode(byte value)
    {
        var upright = value ^ EvenBits;
        var segment = (upright >> 4) & 7;
        var mantissa = (upright & 0xF) + (segment > 0 ? 16 : 0);
        var magnitude = ((mantissa << 4) + 8) << Math.Max(segment - 1, 0);
        return (short)((upright & 0x80) == 0 ? -magnitude : magnitude);
    }
}
