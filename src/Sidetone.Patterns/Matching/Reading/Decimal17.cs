using System.Globalization;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>
/// A number of JSON as its sign, its significant digits as one whole number, and a power of ten. Doubles write at most 17
/// significant digits, so one with more equals none.
/// </summary>
internal readonly ref struct Decimal17
{
    private const int MostDigits = 17;

    private static readonly double[] s_powers =
    [
        1e0,
        1e1,
        1e2,
        1e3,
        1e4,
        1e5,
        1e6,
        1e7,
        1e8,
        1e9,
        1e10,
        1e11,
        1e12,
        1e13,
        1e14,
        1e15,
        1e16,
        1e17,
        1e18,
        1e19,
        1e20,
        1e21,
        1e22,
    ];

    private readonly bool _negative;
    private readonly ulong _digits;
    private readonly int _power;
    private readonly int _count;

    private Decimal17(bool negative, ulong digits, int power, int count) =>
        (_negative, _digits, _power, _count) = (negative, digits, power, count);

    /// <summary>Whether it may equal a double as doubles are written.</summary>
    public bool MayBeDouble => _count <= MostDigits;

    /// <summary>Whether it surely does, and <see cref="TryEstimate"/> gives that very double.</summary>
    public bool IsExact => _count <= 15 && _power is >= -22 and <= 22;

    /// <summary>The double, or one at most three away from it.</summary>
    /// <returns>False when only the slow way tells.</returns>
    public bool TryEstimate(out double value)
    {
        value = _digits;
        if (_power is < -22 or > 22)
        {
            return _digits == 0;
        }

        value = _power < 0 ? value / s_powers[-_power] : value * s_powers[_power];
        value = _negative ? -value : value;
        return true;
    }

    /// <summary>Reads a number.</summary>
    /// <returns>False when it is not one of JSON's.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out Decimal17 number)
    {
        number = default;
        var at = 0;
        var negative = text.Length > 0 && text[0] == '-';
        at += negative ? 1 : 0;
        var digits = 0UL;
        var count = 0;
        var zeros = 0;
        var power = 0;
        var start = at;
        for (; at < text.Length && (uint)(text[at] - '0') is var digit && digit <= 9; at++)
        {
            Take(digit, ref digits, ref count, ref zeros);
        }

        if (at == start)
        {
            return false;
        }

        if (at < text.Length && text[at] == '.')
        {
            start = ++at;
            for (; at < text.Length && (uint)(text[at] - '0') is var digit && digit <= 9; at++)
            {
                Take(digit, ref digits, ref count, ref zeros);
            }

            if (at == start)
            {
                return false;
            }

            power = start - at;
        }

        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            if (!TryExponent(text[(at + 1)..], out var exponent))
            {
                return false;
            }

            at = text.Length;
            power += exponent;
        }

        number = new Decimal17(negative, digits, count == 0 ? 0 : power + zeros, count);
        return at == text.Length;
    }

    /// <summary>The double that it equals exactly, as doubles are written.</summary>
    public static bool TryProve(ReadOnlySpan<byte> text, Decimal17 number, out double value)
    {
        Span<byte> written = stackalloc byte[32];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value)
            && value.TryFormat(written, out var length, default, CultureInfo.InvariantCulture)
            && TryRead(written[..length], out var again)
            && again._digits == number._digits
            && again._power == number._power;
    }

    // Zeros wait until a digit follows: at the end they only move the power.
    private static void Take(uint digit, ref ulong digits, ref int count, ref int zeros)
    {
        if (digit == 0)
        {
            zeros += count == 0 ? 0 : 1;
            return;
        }

        count += zeros + 1;
        if (count > MostDigits)
        {
            zeros = 0;
            return;
        }

        for (; zeros > 0; zeros--)
        {
            digits *= 10;
        }

        digits = (digits * 10) + digit;
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var at = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        if (at == text.Length)
        {
            return false;
        }

        for (; at < text.Length; at++)
        {
            if ((uint)(text[at] - '0') > 9)
            {
                return false;
            }

            exponent = Math.Min(100_000, (exponent * 10) + text[at] - '0');
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }
}
