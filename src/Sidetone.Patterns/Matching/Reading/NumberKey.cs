namespace Sidetone.Patterns.Matching.Reading;

/// <summary>Doubles as whole numbers in the same order: the next key is the next double.</summary>
internal static class NumberKey
{
    public const long Lowest = long.MinValue;
    public const long Highest = long.MaxValue;

    /// <summary>The key; of both zeros it is 0.</summary>
    public static long Of(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return bits >= 0 ? bits : long.MinValue - bits;
    }
}
