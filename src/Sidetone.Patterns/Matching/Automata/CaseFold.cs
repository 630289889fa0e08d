namespace Sidetone.Patterns.Matching.Automata;

internal static class CaseFold
{
    public static string[] Spellings(string unit)
    {
        var low = unit.ToLowerInvariant();
        var up = unit == "ß" ? "SS" : unit.ToUpperInvariant();
        return low == up ? [low] : [low, up];
    }
}
