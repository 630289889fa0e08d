using System.Globalization;

namespace Sidetone.Catalog;

/// <summary>A moment by RFC 3339, section 5.6, with up to nine fractional digits.</summary>
/// <param name="UtcTicks">Whole units of 100 ns since year 1, in UTC.</param>
/// <param name="Nanoseconds">What remains below that, 0 to 99.</param>
internal readonly record struct TimeForm(long UtcTicks, int Nanoseconds)
{
    private const int NanosecondsPerTick = 100;
    private const int SecondsLength = 19; // 2023-06-01T05:00:11
    private const int MostFractionDigits = 9;

    public static bool TryRead(ReadOnlySpan<char> text, out TimeForm form)
    {
        form = default;
        if (text.Length <= SecondsLength || !TryReadSeconds(text[..SecondsLength], out var local))
        {
            return false;
        }

        var rest = text[SecondsLength..];
        if (!TryReadFraction(ref rest, out var nanoseconds) || !TryReadOffset(rest, out var offset))
        {
            return false;
        }

        var ticks = local.Ticks + (nanoseconds / NanosecondsPerTick) - offset.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        form = new TimeForm(ticks, nanoseconds % NanosecondsPerTick);
        return true;
    }

    private static bool TryReadSeconds(ReadOnlySpan<char> text, out DateTime local)
    {
        local = default;
        if (text[10] is not ('T' or 't' or ' '))
        {
            return false;
        }

        return DateOnly.TryParseExact(
                text[..10],
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
            && TimeOnly.TryParseExact(
                text[11..],
                "HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time
            )
            && (local = date.ToDateTime(time)) >= DateTime.MinValue;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<char> rest, out int nanoseconds)
    {
        nanoseconds = 0;
        if (!rest.StartsWith('.'))
        {
            return true;
        }

        var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
        if (digits is < 1 or > MostFractionDigits)
        {
            return false;
        }

        for (var i = 0; i < MostFractionDigits; i++)
        {
            nanoseconds = (nanoseconds * 10) + (i < digits ? rest[i + 1] - '0' : 0);
        }

        rest = rest[(digits + 1)..];
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-'))
        {
            return false;
        }

        if (
            !TimeOnly.TryParseExact(text[1..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var size)
        )
        {
            return false;
        }

        offset = text[0] == '-' ? -size.ToTimeSpan() : size.ToTimeSpan();
        return true;
    }
}
