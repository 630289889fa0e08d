using System.Text.RegularExpressions;

namespace Sidetone.PatternChecking;

/// <summary>Recorded texts in which some names are masked: <c>&lt;partition&gt;</c>, <c>&lt;region&gt;</c>.</summary>
internal static partial class MaskedText
{
    /// <summary>Whether a text is the recorded one, whatever stands where that one has a mask.</summary>
    public static bool Equals(string recorded, string text) =>
        recorded == text
        || Regex.IsMatch(
            text,
            $"\\A{string.Join(".*", Mask().Split(recorded).Select(Regex.Escape))}\\z",
            RegexOptions.Singleline | RegexOptions.NonBacktracking
        );

    [GeneratedRegex("<[a-z]+>")]
    private static partial Regex Mask();
}
