using System.Globalization;

namespace Sidetone.Catalog;

/// <summary>Collects departures, and holds the rules that several events share.</summary>
internal sealed class DepartureList
{
    // Values are rounded to two decimals, each on its own, and some producers cut off instead.
    private const double Rounding = 0.0101;

    private readonly List<Departure> _found = [];

    public IReadOnlyList<Departure> Found => _found;

    public void Error(DepartureKind kind, string path, string found, string expected) =>
        _found.Add(new(DepartureSeverity.Error, kind, path, found, expected));

    public void Note(DepartureKind kind, string path, string found, string expected) =>
        _found.Add(new(DepartureSeverity.Note, kind, path, found, expected));

    /// <summary>A number within bounds; nothing is said about one that is missing.</summary>
    public void Within(string path, CatalogNumber? number, double least, double greatest)
    {
        if (number is { } value && !(value.ToDouble() >= least && value.ToDouble() <= greatest))
        {
            Error(DepartureKind.OutOfRange, path, value.Literal, $"{Print(least)} to {Print(greatest)}");
        }
    }

    public void AtLeastZero(string path, CatalogNumber? number)
    {
        if (number is { } value && value.ToDouble() < 0)
        {
            Error(DepartureKind.OutOfRange, path, value.Literal, "0 or more");
        }
    }

    public void Percentage(string path, CatalogNumber? number) => Within(path, number, 0, 100);

    /// <summary>Least ≤ mean ≤ greatest, and all within bounds.</summary>
    public void Range(string path, MetricRange? range, double least = 0, double greatest = double.MaxValue)
    {
        if (range is null)
        {
            return;
        }

        Within($"{path}.min", range.Min, least, greatest);
        Within($"{path}.max", range.Max, least, greatest);
        Within($"{path}.avg", range.Avg, least, greatest);
        if (range.Min > range.Avg || range.Avg > range.Max || range.Min > range.Max)
        {
            Error(
                DepartureKind.Contradiction,
                path,
                $"min {range.Min}, avg {range.Avg}, max {range.Max}",
                "min ≤ avg ≤ max"
            );
        }
    }

    /// <summary>A value that follows from others, up to rounding.</summary>
    /// <param name="path">Where the value stands.</param>
    /// <param name="number">The value.</param>
    /// <param name="expected">What follows from the others; null when one of them is missing.</param>
    /// <param name="rule">How it follows, for a person.</param>
    /// <param name="slack">How many roundings stand between.</param>
    public void Follows(string path, CatalogNumber? number, double? expected, string rule, int slack = 1)
    {
        if (number is { } value && expected is { } wanted && Math.Abs(value.ToDouble() - wanted) > Rounding * slack)
        {
            Error(DepartureKind.Contradiction, path, value.Literal, $"{Print(Math.Round(wanted, 2))}: {rule}");
        }
    }

    public void Uuid(string path, string? text)
    {
        if (text is not null && !Guid.TryParseExact(text, "D", out _))
        {
            Note(DepartureKind.OtherForm, path, $"'{text}'", "a UUID");
        }
    }

    /// <summary>One of the words of a list; a note, for the lists may grow.</summary>
    public void OneOf(string path, string? text, params ReadOnlySpan<string> words)
    {
        if (text is not null && !words.Contains(text))
        {
            Note(DepartureKind.OtherForm, path, $"'{text}'", $"'{string.Join("' or '", words)}'");
        }
    }

    public void NotBefore(string path, CatalogTime? later, CatalogTime? earlier, string what)
    {
        if (later?.Instant is { } after && earlier?.Instant is { } before && after < before)
        {
            Note(DepartureKind.Contradiction, path, $"{later}, before {earlier}", $"a time not before {what}");
        }
    }

    private static string Print(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
