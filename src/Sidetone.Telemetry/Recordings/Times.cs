namespace Sidetone.Telemetry.Recordings;

/// <summary>Times in milliseconds since the Unix epoch.</summary>
internal static class Times
{
    /// <summary>The end of the year 9999: a later time is none.</summary>
    private const double Max = 253_402_300_799_999;

    /// <summary>A time in whole milliseconds; false when it cannot be one.</summary>
    public static bool TryWhole(double time, out long whole)
    {
        var isTime = time is > 0 and <= Max;
        whole = isTime ? (long)Math.Round(time, MidpointRounding.AwayFromZero) : 0;
        return isTime;
    }
}
