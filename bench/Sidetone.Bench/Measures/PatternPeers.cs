namespace Sidetone.Bench.Measures;

/// <summary>
/// What other engines did on the same rules and events: events per second of one core, the mean of six passes, on a machine
/// whose yardstick is <see cref="Yardstick"/>. They were measured by others; here they are scaled by our yardstick.
/// </summary>
internal static class PatternPeers
{
    /// <summary>Megabytes per second of the machine that they ran on.</summary>
    public const double Yardstick = 969;

    /// <summary>event-ruler 2.0.1 on JDK 17.</summary>
    public static readonly IReadOnlyDictionary<string, double> EventRuler = new Dictionary<string, double>
    {
        ["EXACT"] = 468_000,
        ["WILDCARD"] = 380_000,
        ["PREFIX"] = 445_000,
        ["PREFIX_EQUALS_IGNORE_CASE"] = 500_000,
        ["SUFFIX"] = 487_000,
        ["SUFFIX_EQUALS_IGNORE_CASE"] = 479_000,
        ["EQUALS_IGNORE_CASE"] = 414_000,
        ["NUMERIC"] = 255_000,
        ["ANYTHING_BUT"] = 274_000,
        ["ANYTHING_BUT_IGNORE_CASE"] = 273_000,
        ["ANYTHING_BUT_PREFIX"] = 290_000,
        ["ANYTHING_BUT_SUFFIX"] = 287_000,
        ["ANYTHING_BUT_WILDCARD"] = 282_000,
        ["COMPLEX_ARRAYS"] = 57_600,
        ["PARTIAL_COMBO"] = 90_600,
        ["COMBO"] = 30_500,
        ["10 rules"] = 114_200,
        ["100 rules"] = 104_200,
        ["1,000 rules"] = 47_500,
        ["5,000 rules"] = 17_700,
    };

    /// <summary>Quamina 2.0.1, which knows some of the operators.</summary>
    public static readonly IReadOnlyDictionary<string, double> Quamina = new Dictionary<string, double>
    {
        ["EXACT"] = 1_854_000,
        ["WILDCARD"] = 1_621_000,
        ["PREFIX"] = 1_688_000,
        ["EQUALS_IGNORE_CASE"] = 1_181_000,
        ["ANYTHING_BUT"] = 496_000,
    };
}
