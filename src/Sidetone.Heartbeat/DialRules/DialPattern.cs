namespace Sidetone.Heartbeat.DialRules;

/// <summary>
/// A number or SIP address that may be dialled, where <c>*</c> stands for any letters, but never for the <c>@</c>
/// between user and host: a pattern of users cannot be led to another host.
/// </summary>
/// <remarks>The star of a telephone key is written <c>\*</c>.</remarks>
public sealed record DialPattern(string Text)
{
    /// <summary>Whether a target is meant.</summary>
    public bool Matches(DialTarget target) => Matches(Text, target.Text);

    /// <summary>Whether a pattern means anything: not empty, no star alone, no space.</summary>
    public static bool IsUsable(string text) =>
        text.Any(letter => letter is not ('*' or '\\')) && !text.Any(char.IsWhiteSpace) && !text.EndsWith('\\');

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        while (pattern.Length > 0)
        {
            if (pattern[0] == '*')
            {
                pattern = pattern[1..];
                for (var taken = 0; taken <= text.Length; taken++)
                {
                    if (Matches(pattern, text[taken..]))
                    {
                        return true;
                    }

                    if (taken < text.Length && text[taken] == '@')
                    {
                        return false;
                    }
                }

                return false;
            }

            var escaped = pattern[0] == '\\' && pattern.Length > 1;
            var letter = pattern[escaped ? 1 : 0];
            if (text.Length == 0 || text[0] != letter)
            {
                return false;
            }

            pattern = pattern[(escaped ? 2 : 1)..];
            text = text[1..];
        }

        return text.Length == 0;
    }
}
