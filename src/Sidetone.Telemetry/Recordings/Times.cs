using Sidetone.Telemetry.Wire;

namespace Sidetone.Telemetry.Recordings;

/// <summary>Times in milliseconds since the Unix epoch.</summary>
internal static class Times
{
    /// <summary>A time in whole milliseconds; false when it lies outside of what a batch may hold.</summary>
    public static bool TryWhole(double time, out long whole)
    {
        var isTime = time is >= WireLimits.TimeMin and <= WireLimits.TimeMax;
        whole = isTime ? (long)Math.Round(time, MidpointRounding.AwayFromZero) : 0;
        return isTime;
    }
}
