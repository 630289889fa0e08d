using System.Globalization;
using Sidetone.Catalog;

namespace Sidetone.Tailing;

/// <summary>Figures as people say them.</summary>
internal static class Wording
{
    /// <summary><c>14 s</c>, <c>3 min 20 s</c>, <c>1 h 5 min</c>.</summary>
    public static string Duration(double seconds)
    {
        var whole = (long)Math.Round(seconds);
        return whole switch
        {
            < 60 => Text($"{whole} s"),
            < 3_600 when whole % 60 == 0 => Text($"{whole / 60} min"),
            < 3_600 => Text($"{whole / 60} min {whole % 60} s"),
            _ => Text($"{whole / 3_600} h {whole % 3_600 / 60} min"),
        };
    }

    /// <summary>A number with at most so many decimals; <c>?</c> when there is none.</summary>
    public static string Number(CatalogNumber? number, int decimals) =>
        number is { } value
            ? value
                .ToDouble()
                .ToString(decimals == 0 ? "0" : "0." + new string('#', decimals), CultureInfo.InvariantCulture)
            : "?";

    /// <summary><c>1 call</c>, <c>2 calls</c>.</summary>
    public static string Count(long count, string one, string? many = null) =>
        Text($"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A time as tables and JSON print it: UTC, whole seconds.</summary>
    public static string Instant(DateTimeOffset at) => Text($"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    /// <summary>The beginning of an id: enough to find it by, short enough for a line.</summary>
    public static string Short(string? id) =>
        id is null or "" ? "unknown"
        : id.Length <= 8 ? id
        : id[..8];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
