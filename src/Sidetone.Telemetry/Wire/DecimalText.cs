namespace Sidetone.Telemetry.Wire;

/// <summary>Turns a JSON number's text into a whole number of a smaller unit, without a detour through binary fractions.</summary>
/// <remarks>
/// Exact on the text that was sent: <c>0.0000005</c> seconds is half a microsecond and rounds away from zero, whatever
/// the nearest double is. Eighteen digits count, the rest are taken as 0. It is also faster than parsing a double, which matters at twenty numbers a second and call.
/// </remarks>
internal static class DecimalText
{
    // Seventeen digits and one more still fit a long; those behind them are only counted.
    private const long MantissaMax = 100_000_000_000_000_000;
    private const int ExponentMax = 100_000;

    private static readonly long[] PowersOfTen =
    [
        .. Enumerable.Range(0, 19).Select(exponent => Enumerable.Repeat(10L, exponent).Aggregate(1L, (a, b) => a * b)),
    ];

    /// <summary>The number times ten to the <paramref name="decimals"/>, rounded half away from zero; false when it does not fit.</summary>
    /// <param name="text">A number as JSON spells it (RFC 8259, 6), already checked.</param>
    /// <param name="decimals">How many decimals the smaller unit keeps.</param>
    /// <param name="value">The whole number.</param>
    /// <param name="exact">True when nothing was rounded off.</param>
    public static bool TryScale(ReadOnlySpan<byte> text, int decimals, out long value, out bool exact)
    {
        var mantissa = 0L;
        var exponent = decimals;
        var inFraction = false;
        var digitsCut = false;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter is >= (byte)'0' and <= (byte)'9')
            {
                exponent -= inFraction ? 1 : 0;
                if (mantissa < MantissaMax)
                {
                    mantissa = unchecked((mantissa * 10) + (letter - '0'));
                    continue;
                }

                exponent++;
                digitsCut |= letter != '0';
            }
            else if (letter == '.')
            {
                inFraction = true;
            }
            else if (letter is (byte)'e' or (byte)'E')
            {
                exponent += ExponentOf(text[(index + 1)..]);
                break;
            }
        }

        var fits = TryShift(mantissa, exponent, out value, out var rest);
        value = text[0] == '-' ? -value : value;
        exact = !rest && !digitsCut;
        return fits;
    }

    private static int ExponentOf(ReadOnlySpan<byte> text)
    {
        var exponent = 0;
        foreach (var letter in text)
        {
            if (letter is >= (byte)'0' and <= (byte)'9')
            {
                exponent = Math.Min((exponent * 10) + (letter - '0'), ExponentMax);
            }
        }

        return text[0] == '-' ? -exponent : exponent;
    }

    private static bool TryShift(long mantissa, int exponent, out long value, out bool rest)
    {
        value = mantissa;
        rest = false;
        if (exponent == 0 || mantissa == 0)
        {
            return true;
        }

        if (exponent > 0)
        {
            return exponent < PowersOfTen.Length
                && mantissa <= long.MaxValue / PowersOfTen[exponent]
                && (value = mantissa * PowersOfTen[exponent]) >= 0;
        }

        if (-exponent >= PowersOfTen.Length)
        {
            value = 0;
            rest = true;
            return true;
        }

        var unit = PowersOfTen[-exponent];
        var (quotient, remainder) = Math.DivRem(mantissa, unit);
        value = remainder >= unit / 2 ? quotient + 1 : quotient;
        rest = remainder != 0;
        return true;
    }
}
