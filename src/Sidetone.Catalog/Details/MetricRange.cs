namespace Sidetone.Catalog;

/// <summary>A figure over the seconds of a call that have a value.</summary>
/// <remarks>A figure without any value is written 0, 0, 0.</remarks>
public sealed record MetricRange : CatalogObject, ICatalogObject<MetricRange>
{
    /// <summary>Gets the least; older events of some platforms do not have it.</summary>
    public CatalogNumber? Min { get; init; }

    /// <summary>Gets the greatest.</summary>
    public CatalogNumber? Max { get; init; }

    /// <summary>Gets the unweighted mean.</summary>
    public CatalogNumber? Avg { get; init; }

    static MetricRange ICatalogObject<MetricRange>.Read(MemberReader members) =>
        new()
        {
            Min = members.Number("min"),
            Max = members.Number("max"),
            Avg = members.Number("avg"),
        };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("min", Min);
        visit.Number("max", Max);
        visit.Number("avg", Avg);
    }
}

/// <summary>A figure of which only the mean is given.</summary>
public sealed record MetricAverage : CatalogObject, ICatalogObject<MetricAverage>
{
    /// <summary>Gets the mean.</summary>
    public CatalogNumber? Avg { get; init; }

    static MetricAverage ICatalogObject<MetricAverage>.Read(MemberReader members) =>
        new() { Avg = members.Number("avg") };

    internal override void Describe(MemberVisitor visit)
    {
        visit.Number("avg", Avg);
    }
}
