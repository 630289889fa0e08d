using System.Globalization;
using System.Text;

namespace Sidetone.Patterns.Language.Json;

/// <summary>
/// A position in a pattern's text, and the words for what is wrong there. Lines, columns and words are those of Jackson's
/// streaming reader, because Amazon EventBridge passes them on in its answers.
/// </summary>
internal sealed class SourceCursor(string text)
{
    /// <summary>How much of the pattern a message repeats.</summary>
    private const int SnippetLength = 500;

    private int _line = 1;
    private int _lineStart;

    public string Text => text;

    /// <summary>The next character to read.</summary>
    public int Index { get; set; }

    public bool AtEnd => Index >= text.Length;

    /// <summary>The column after the last character that was read.</summary>
    public PatternLocation Here => new(_line, Index - _lineStart + 1);

    /// <summary>The column of the last character that was read.</summary>
    public PatternLocation Last => new(_line, Index - _lineStart);

    /// <summary>The next character that is not white space; -1 at the end. Anything that is no JSON white space throws.</summary>
    public int NextVisible()
    {
        while (!AtEnd)
        {
            var character = text[Index++];
            switch (character)
            {
                case '\n':
                    StartLine();
                    break;
                case '\r':
                    if (!AtEnd && text[Index] == '\n')
                    {
                        Index++;
                    }

                    StartLine();
                    break;
                case ' ' or '\t':
                    break;
                case < ' ':
                    throw FaultAtLast(
                        $"Illegal character ({Describe(character)}): only regular white space (\\r, \\n, \\t) is allowed between tokens"
                    );
                case '/':
                    throw Unexpected(
                        character,
                        "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)"
                    );
                default:
                    return character;
            }
        }

        return -1;
    }

    public void StartLine()
    {
        _line++;
        _lineStart = Index;
    }

    /// <summary>A fault behind the last character that was read.</summary>
    public PatternException Fault(string reason) => At(reason, Here);

    /// <summary>A fault on the last character that was read.</summary>
    public PatternException FaultAtLast(string reason) => At(reason, Last);

    public PatternException Unexpected(int character, string expectation) =>
        FaultAtLast($"Unexpected character ({Describe(character)}): {expectation}");

    public PatternException UnexpectedInNumber(int character, string expectation) =>
        FaultAtLast($"Unexpected character ({Describe(character)}) in numeric value: {expectation}");

    public PatternException UnexpectedEnd(string where) => Fault("Unexpected end-of-input" + where);

    /// <summary><c>\n at [Source: …]</c>, as it follows a reason.</summary>
    public string Place(PatternLocation location) => "\n at " + Source(location);

    /// <summary><c>[Source: (String)"…"; line: 1, column: N]</c>.</summary>
    public string Source(PatternLocation location)
    {
        var said = new StringBuilder("[Source: (String)\"");
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, SnippetLength)))
        {
            if (char.IsControl(character) && character is not ('\r' or '\n'))
            {
                said.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
            else
            {
                said.Append(character);
            }
        }

        said.Append('"');
        if (text.Length > SnippetLength)
        {
            said.Append(CultureInfo.InvariantCulture, $"[truncated {text.Length - SnippetLength} chars]");
        }

        said.Append(CultureInfo.InvariantCulture, $"; line: {location.Line}, column: {location.Column}]");
        return said.ToString();
    }

    public static string Describe(int character) =>
        character switch
        {
            _ when char.IsControl((char)character) => string.Create(
                CultureInfo.InvariantCulture,
                $"(CTRL-CHAR, code {character})"
            ),
            > 255 => string.Create(
                CultureInfo.InvariantCulture,
                $"'{(char)character}' (code {character} / 0x{character:x})"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"'{(char)character}' (code {character})"),
        };

    private PatternException At(string reason, PatternLocation location) =>
        PatternException.At(reason, location, Place(location));
}
