using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>
/// A number of JSON as its sign, its significant digits as one whole number without zeros at either end, and a power of ten.
/// Doubles are written with at most 17 significant digits, so one with more equals none.
/// </summary>
internal readonly ref struct Decimal17
{
    private const int MostDigits = 17;
    private const ulong TooMany = 100_000_000_000_000_000;
    private const ulong ExactDigits = 1_000_000_000_000_000;

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

    private Decimal17(bool negative, ulong digits, int power) =>
        (_negative, _digits, _power) = (negative, digits, power);

    /// <summary>Whether it may equal a double as doubles are written.</summary>
    public bool MayBeDouble => _digits < TooMany;

    /// <summary>Whether it surely does, and <see cref="TryEstimate"/> gives that very double.</summary>
    public bool IsExact => _digits < ExactDigits && _power is >= -22 and <= 22;

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
        var start = at;
        var digits = 0UL;
        at = Digits(text, at, ref digits);
        if (at == start)
        {
            return false;
        }

        var whole = text[start..at];
        var fraction = ReadOnlySpan<byte>.Empty;
        var power = 0;
        if (at < text.Length && text[at] == '.')
        {
            start = ++at;
            at = Digits(text, at, ref digits);
            fraction = text[start..at];
            power = start - at;
            if (fraction.IsEmpty)
            {
                return false;
            }
        }

        if (at < text.Length)
        {
            if ((text[at] | 0x20) != 'e' || !TryExponent(text[(at + 1)..], out var exponent))
            {
                return false;
            }

            power += exponent;
        }

        // Nineteen digits fit; more of them are taken one by one, without the zeros around them.
        number =
            whole.Length + fraction.Length <= 19
                ? Stripped(negative, digits, power)
                : OneByOne(negative, whole, fraction, power);
        return true;
    }

    /// <summary>The double that it equals as doubles are written: no shorter number, and none nearer, reads as that double.</summary>
    public static bool TryProve(ReadOnlySpan<byte> text, Decimal17 number, out double value)
    {
        if (
            number.TryEstimate(out value)
            && number._power is < 0 and >= -19
            && number.ProveQuickly(ref value) is { } proved
        )
        {
            return proved;
        }

        Span<byte> written = stackalloc byte[32];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value)
            && value.TryFormat(written, out var length, default, CultureInfo.InvariantCulture)
            && TryRead(written[..length], out var again)
            && again._digits == number._digits
            && again._power == number._power;
    }

    // The double is m·2^-s, and all numbers within half a step of it read as it. Counted in units of our last digit, those
    // are from `from` to `to`: ours must be the nearest of them, and none may end in zero, which would be shorter.
    private bool? ProveQuickly(ref double value)
    {
        var ten = (ulong)s_powers[-_power];
        for (var step = 0; step < 4; step++)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            var mantissa = (ulong)(bits & 0xF_FFFF_FFFF_FFFF);
            var shift = 1075 - (int)((bits >> 52) & 0x7FF);
            if (mantissa == 0 || shift < -_power || shift > 120)
            {
                return null; // The steps below and above differ, or a bound could be a number itself: rare.
            }

            var twice = new UInt128(Math.BigMul(mantissa | (1UL << 52), ten, out var low), low) << 1;
            var from = (ulong)((twice - ten) >> (shift + 1)) + 1;
            var to = (ulong)((twice + ten) >> (shift + 1));
            if (_digits < from || _digits > to)
            {
                // The estimate was a step or two away.
                value = (_digits < from) != _negative ? double.BitDecrement(value) : double.BitIncrement(value);
                continue;
            }

            var half = UInt128.One << shift;
            if ((twice & ((half << 1) - 1)) == half)
            {
                return null; // Two are as near: which one is written is the platform's to say.
            }

            var nearest = (ulong)((twice + half) >> (shift + 1));
            return nearest == _digits && to / 10 == (from - 1) / 10;
        }

        return null;
    }

    private static Decimal17 Stripped(bool negative, ulong digits, int power)
    {
        if (digits == 0)
        {
            return new Decimal17(negative, 0, 0);
        }

        for (; digits % 10 == 0; power++)
        {
            digits /= 10;
        }

        return new Decimal17(negative, digits, power);
    }

    private static Decimal17 OneByOne(bool negative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int power)
    {
        var last = fraction.TrimEnd((byte)'0').Length;
        power += fraction.Length - last;
        fraction = fraction[..last];
        if (last == 0)
        {
            last = whole.TrimEnd((byte)'0').Length;
            power += whole.Length - last;
            whole = whole[..last];
        }

        whole = whole.TrimStart((byte)'0');
        fraction = whole.IsEmpty ? fraction.TrimStart((byte)'0') : fraction;
        var digits = 0UL;
        if (whole.Length + fraction.Length > MostDigits)
        {
            return new Decimal17(negative, TooMany, 0);
        }

        Digits(whole, 0, ref digits);
        Digits(fraction, 0, ref digits);
        return digits == 0 ? new Decimal17(negative, 0, 0) : new Decimal17(negative, digits, power);
    }

    private static int Digits(ReadOnlySpan<byte> text, int at, ref ulong digits)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        while (at + 8 <= text.Length && TryEight(ref Unsafe.Add(ref start, at), out var eight))
        {
            digits = (digits * 100_000_000) + eight;
            at += 8;
        }

        for (; at < text.Length && (uint)(text[at] - '0') is var digit && digit <= 9; at++)
        {
            digits = (digits * 10) + digit;
        }

        return at;
    }

    // Eight digits at once: neighbours are joined to pairs, pairs to fours, fours to eight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryEight(ref byte text, out ulong value)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref text);
        if (!BitConverter.IsLittleEndian)
        {
            word = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
        }

        value = word - 0x3030_3030_3030_3030;
        if (((word + 0x4646_4646_4646_4646) | value) is var odd && (odd & 0x8080_8080_8080_8080) != 0)
        {
            return false;
        }

        value = (value * 10) + (value >> 8);
        value =
            (
                ((value & 0x0000_00FF_0000_00FF) * 0x000F_4240_0000_0064)
                + (((value >> 16) & 0x0000_00FF_0000_00FF) * 0x0000_2710_0000_0001)
            ) >> 32;
        return true;
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
