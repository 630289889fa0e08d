using Sidetone.Calls.Statistics;
using Sidetone.Catalog;

namespace Sidetone.Calls.Summaries;

/// <summary>How figures are printed: rounded once, here, half away from zero.</summary>
internal static class Printing
{
    /// <summary>A spread with at most two decimals.</summary>
    public static MetricRange Decimals(Spread spread) =>
        new()
        {
            Min = CatalogNumber.From(spread.Min),
            Max = CatalogNumber.From(spread.Max),
            Avg = CatalogNumber.From(spread.Average),
        };

    /// <summary>A spread in whole numbers.</summary>
    public static MetricRange Whole(Spread spread) =>
        new()
        {
            Min = WholeNumber(spread.Min),
            Max = WholeNumber(spread.Max),
            Avg = WholeNumber(spread.Average),
        };

    /// <summary>A spread with at most two decimals, whose average is a whole number.</summary>
    public static MetricRange WholeAverage(Spread spread) =>
        Decimals(spread) with
        {
            Avg = WholeNumber(spread.Average),
        };

    /// <summary>A whole number.</summary>
    public static CatalogNumber WholeNumber(double value) =>
        CatalogNumber.From((long)Math.Round(value, MidpointRounding.AwayFromZero));

    /// <summary>Milliseconds as whole seconds.</summary>
    public static long Seconds(long milliseconds) =>
        (long)Math.Round(milliseconds / 1000.0, MidpointRounding.AwayFromZero);

    /// <summary>Milliseconds since the Unix epoch as a time of the catalog; unknown stays unknown.</summary>
    public static CatalogTime Time(long? at) =>
        at is { } known ? CatalogTime.From(DateTimeOffset.FromUnixTimeMilliseconds(known)) : CatalogTime.Unknown;
}
