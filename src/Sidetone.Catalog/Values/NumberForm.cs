using System.Globalization;

namespace Sidetone.Catalog;

/// <summary>The grammar and the value of a JSON number literal of any length, without loss.</summary>
internal static class NumberForm
{
    /// <summary>Says whether a text is a number by RFC 8259, section 6.</summary>
    public static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        var rest = text.StartsWith('-') ? text[1..] : text;
        var whole = DigitsOf(rest);
        if (whole == 0 || (whole > 1 && rest[0] == '0'))
        {
            return false;
        }

        rest = rest[whole..];
        if (rest.StartsWith('.'))
        {
            var fraction = DigitsOf(rest[1..]);
            if (fraction == 0)
            {
                return false;
            }

            rest = rest[(fraction + 1)..];
        }

        if (rest.StartsWith('e') || rest.StartsWith('E'))
        {
            rest = rest[1..];
            rest = rest.StartsWith('+') || rest.StartsWith('-') ? rest[1..] : rest;
            var exponent = DigitsOf(rest);
            return exponent > 0 && exponent == rest.Length;
        }

        return rest.IsEmpty;
    }

    /// <summary>Orders two literals by their values.</summary>
    public static int Compare(string left, string right)
    {
        if (string.Equals(left, right, StringComparison.Ordinal))
        {
            return 0;
        }

        var a = Normal.Of(left);
        var b = Normal.Of(right);
        if (a.Sign != b.Sign)
        {
            return a.Sign.CompareTo(b.Sign);
        }

        var magnitude = a.Magnitude.CompareTo(b.Magnitude);
        // Digits have no leading or trailing zero, so at one magnitude their text order is the order of the values.
        return a.Sign * (magnitude != 0 ? magnitude : string.CompareOrdinal(a.Digits, b.Digits));
    }

    /// <summary>Gives equal numbers for literals of equal value.</summary>
    public static int Hash(string literal)
    {
        var normal = Normal.Of(literal);
        return HashCode.Combine(
            normal.Sign,
            normal.Magnitude,
            string.GetHashCode(normal.Digits, StringComparison.Ordinal)
        );
    }

    private static int DigitsOf(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    /// <summary>A value as sign · 0.digits · 10^magnitude, the digits without a zero at either end.</summary>
    private readonly record struct Normal(int Sign, long Magnitude, string Digits)
    {
        // An exponent with more digits than this can only be nonsense; it is held at this bound.
        private const long LargestExponent = 1_000_000_000_000_000;

        public static Normal Of(ReadOnlySpan<char> literal)
        {
            var negative = literal.StartsWith('-');
            var text = negative ? literal[1..] : literal;
            var mark = text.IndexOfAny('e', 'E');
            var mantissa = mark < 0 ? text : text[..mark];
            var point = mantissa.IndexOf('.');
            var wholeLength = point < 0 ? mantissa.Length : point;
            var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);

            var significant = digits.TrimStart('0');
            var leading = digits.Length - significant.Length;
            significant = significant.TrimEnd('0');
            if (significant.Length == 0)
            {
                return default(Normal) with { Digits = "" };
            }

            var exponent = mark < 0 ? 0 : ExponentOf(text[(mark + 1)..]);
            return new Normal(negative ? -1 : 1, exponent + wholeLength - leading, significant);
        }

        private static long ExponentOf(ReadOnlySpan<char> text)
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            {
                return Math.Clamp(exponent, -LargestExponent, LargestExponent);
            }

            return text.StartsWith('-') ? -LargestExponent : LargestExponent;
        }
    }
}
