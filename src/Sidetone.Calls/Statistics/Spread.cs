namespace Sidetone.Calls.Statistics;

/// <summary>Minimum, maximum and average of a metric, unweighted over the seconds that have a value.</summary>
public struct Spread()
{
    private double _sum;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    /// <summary>A spread that was already computed elsewhere.</summary>
    public static Spread Of(double min, double max, double average) =>
        new()
        {
            _min = min,
            _max = max,
            _sum = average,
            Count = 1,
        };

    /// <summary>How many values there were.</summary>
    public int Count { get; private set; }

    /// <summary>True when there was at least one value; without one, no rule fires and 0 is printed.</summary>
    public readonly bool HasValue => Count > 0;

    /// <summary>The smallest value; 0 without any.</summary>
    public readonly double Min => HasValue ? _min : 0;

    /// <summary>The largest value; 0 without any.</summary>
    public readonly double Max => HasValue ? _max : 0;

    /// <summary>The average; 0 without any value.</summary>
    public readonly double Average => HasValue ? _sum / Count : 0;

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        Count++;
        _sum += value;
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
    }
}
