namespace Sidetone.Heartbeat.Signals;

/// <summary>The value in the middle: one stall of a busy machine does not move it.</summary>
internal static class Median
{
    /// <summary>Of at least one value.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
