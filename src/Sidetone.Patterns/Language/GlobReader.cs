using System.Text;

namespace Sidetone.Patterns.Language;

/// <summary>Reads what stands behind <c>wildcard</c>: <c>*</c>, and <c>\*</c> and <c>\\</c> for the two characters themselves.</summary>
internal static class GlobReader
{
    /// <summary>Reads a wildcard text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">What is wrong with it, else null. Its position counts UTF-8 bytes; the opening quote is at 0.</param>
    /// <returns>What the text spells; null with a fault.</returns>
    public static Glob? Read(string text, out string? fault)
    {
        fault = null;
        var parts = new List<string>();
        var part = new StringBuilder();
        var position = 1;
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            var next = index + 1 < text.Length ? text[index + 1] : '\0';
            if (character == '*' && next == '*')
            {
                fault = $"Consecutive wildcard characters at pos {position}";
                return null;
            }

            if (character == '\\' && next is not ('*' or '\\'))
            {
                fault = $"Invalid escape character at pos {position}";
                return null;
            }

            if (character == '*')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else if (character == '\\')
            {
                part.Append(next);
                index++;
                position++;
            }
            else
            {
                part.Append(character);
            }

            position += Utf8Length(text, index);
        }

        return new Glob([.. parts, part.ToString()]);
    }

    // A pair counts four bytes with its first half; Java writes a half without its other half as one question mark.
    private static int Utf8Length(string text, int index) =>
        text[index] switch
        {
            < '\u0080' => 1,
            < '\u0800' => 2,
            var high
                when char.IsHighSurrogate(high) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) => 4,
            var low when char.IsLowSurrogate(low) && index > 0 && char.IsHighSurrogate(text[index - 1]) => 0,
            var half when char.IsSurrogate(half) => 1,
            _ => 3,
        };
}
