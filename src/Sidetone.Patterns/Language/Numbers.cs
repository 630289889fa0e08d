using System.Globalization;

namespace Sidetone.Patterns.Language;

/// <summary>When a JSON number has a value to compare, and which.</summary>
internal static class Numbers
{
    /// <summary>The longest text that the shortest spelling of a double has, in significant digits.</summary>
    private const int DigitsMax = 17;

    /// <summary>
    /// The value of a JSON number's text; null when no double spells exactly that number, as with account numbers of twenty
    /// digits: those are equal to their own text only. Minus zero is zero.
    /// </summary>
    public static double? Value(ReadOnlySpan<char> json)
    {
        var value = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            return null;
        }

        Span<char> shortest = stackalloc char[32];
        value.TryFormat(shortest, out var length, "R", CultureInfo.InvariantCulture);
        return SameNumber(json, shortest[..length]) ? value + 0.0 : null;
    }

    /// <summary>The shortest text that reads as this value again.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Whether two texts spell the same decimal number, signs of zero aside.</summary>
    private static bool SameNumber(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        Span<char> leftDigits = stackalloc char[DigitsMax];
        Span<char> rightDigits = stackalloc char[DigitsMax];
        return Decompose(left, leftDigits, out var leftCount, out var leftExponent)
            && Decompose(right, rightDigits, out var rightCount, out var rightExponent)
            && leftDigits[..leftCount].SequenceEqual(rightDigits[..rightCount])
            && leftExponent == rightExponent;
    }

    /// <summary>
    /// The significant digits of a number without zeros at either end, and the power of ten of the last of them. False when
    /// there are more than a double's shortest text has.
    /// </summary>
    private static bool Decompose(ReadOnlySpan<char> text, Span<char> digits, out int count, out long exponent)
    {
        count = 0;
        exponent = 0;
        var split = text.IndexOfAny('e', 'E');
        var mantissa = split < 0 ? text : text[..split];
        var point = mantissa.IndexOf('.');
        var last = mantissa.LastIndexOfAnyInRange('1', '9');
        if (last < 0)
        {
            return true;
        }

        for (var index = mantissa.IndexOfAnyInRange('1', '9'); index <= last; index++)
        {
            if (index == point)
            {
                continue;
            }

            if (count == digits.Length)
            {
                return false;
            }

            digits[count++] = mantissa[index];
        }

        var ones = point < 0 ? mantissa.Length : point;
        exponent = (last < ones ? ones - 1 - last : ones - last) + Exponent(split < 0 ? [] : text[(split + 1)..]);
        return true;
    }

    // A double is infinite or zero long before an exponent has more digits than fit here.
    private static long Exponent(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            ? exponent
            : int.MaxValue;
    }
}
