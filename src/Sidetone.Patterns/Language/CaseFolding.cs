namespace Sidetone.Patterns.Language;

/// <summary>
/// What letter case leaves aside, by the rule of Amazon's published matcher: a character of a pattern stands for itself in
/// lower case or in upper case, each in full (<c>ß</c> for <c>ß</c> or <c>SS</c>), whatever its neighbours are. The rule is
/// not symmetric: <c>SS</c> in a pattern does not stand for <c>ß</c>. Halves of surrogate pairs stand for themselves.
/// </summary>
internal static class CaseFolding
{
    /// <summary>What a character of a pattern stands for.</summary>
    public static (string Lower, string Upper) Spellings(char character) =>
        (
            character == '\u0130' ? "i\u0307" : char.ToLowerInvariant(character).ToString(),
            CaseExpansions.Upper(character) ?? Upper(character).ToString()
        );

    public static bool IsEqual(string pattern, string value) => Ends(pattern, value, [0]).Contains(value.Length);

    public static bool IsPrefix(string pattern, string value) => Ends(pattern, value, [0]).Count > 0;

    public static bool IsSuffix(string pattern, string value) =>
        Ends(pattern, value, [.. Enumerable.Range(0, value.Length + 1)]).Contains(value.Length);

    // .NET leaves the two letters alone whose upper case is ASCII's.
    private static char Upper(char character) =>
        character switch
        {
            '\u0131' => 'I',
            '\u017F' => 'S',
            _ => char.ToUpperInvariant(character),
        };

    /// <summary>Where in the value the pattern can end when it begins at one of some places.</summary>
    private static HashSet<int> Ends(string pattern, string value, HashSet<int> places)
    {
        foreach (var character in pattern)
        {
            var (lower, upper) = Spellings(character);
            var behind = new HashSet<int>();
            foreach (var place in places)
            {
                var rest = value.AsSpan(place);
                if (rest.StartsWith(lower, StringComparison.Ordinal))
                {
                    behind.Add(place + lower.Length);
                }

                if (rest.StartsWith(upper, StringComparison.Ordinal))
                {
                    behind.Add(place + upper.Length);
                }
            }

            places = behind;
        }

        return places;
    }
}
