namespace Sidetone.Telemetry.Recordings.Stats;

/// <summary>From the numbers of <c>getStats()</c> to the whole numbers of a track's columns.</summary>
internal static class Units
{
    private const double WholeMax = 1L << 62;
    private const double LevelMax = 32767;

    /// <summary>A counter; <see cref="Track.Missing"/> when it is no finite number.</summary>
    public static long Count(double value) => Whole(value);

    /// <summary>Seconds to microseconds.</summary>
    public static long Microseconds(double seconds) => Whole(seconds * 1_000_000);

    /// <summary>Milliseconds to microseconds.</summary>
    public static long MillisecondsToMicroseconds(double milliseconds) => Whole(milliseconds * 1_000);

    /// <summary>
    /// A linear level, 0 to 1, to 0…32767. Chrome 99 and its neighbours wrote the whole-number level there instead, so
    /// that anything above 1 is taken as one.
    /// </summary>
    public static long Level(double level) =>
        level switch
        {
            double.NaN or < 0 => Track.Missing,
            > 1 => WholeLevel(level),
            _ => WholeLevel(Math.Floor(level * 32768)),
        };

    /// <summary>A level that is already on the scale 0…32767.</summary>
    public static long WholeLevel(double level) => level < 0 ? Track.Missing : Whole(Math.Min(LevelMax, level));

    private static long Whole(double value) =>
        Math.Abs(value) < WholeMax ? (long)Math.Round(value, MidpointRounding.AwayFromZero) : Track.Missing;
}
