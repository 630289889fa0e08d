using System.Text;

namespace Sidetone.Patterns.Language.Json;

/// <summary>Reads what stands between two double quotes, its escapes resolved. Unpaired surrogates stay as they are.</summary>
internal static class QuotedText
{
    /// <summary>Reads a string value; the cursor stands behind its opening quote.</summary>
    public static string ReadValue(SourceCursor cursor) =>
        Read(cursor, ": was expecting closing quote for a string value", "string value");

    /// <summary>Reads a field's name; the cursor stands behind its opening quote.</summary>
    public static string ReadName(SourceCursor cursor) => Read(cursor, " in field name", "name");

    private static string Read(SourceCursor cursor, string unclosed, string kind)
    {
        var text = cursor.Text;
        StringBuilder? decoded = null;
        var start = cursor.Index;
        while (!cursor.AtEnd)
        {
            var character = text[cursor.Index++];
            switch (character)
            {
                case '"':
                    var rest = text.AsSpan(start, cursor.Index - 1 - start);
                    return decoded is null ? rest.ToString() : decoded.Append(rest).ToString();
                case '\\':
                    decoded ??= new StringBuilder();
                    decoded.Append(text.AsSpan(start, cursor.Index - 1 - start)).Append(ReadEscape(cursor));
                    start = cursor.Index;
                    break;
                case < ' ':
                    throw cursor.FaultAtLast(
                        $"Illegal unquoted character ({SourceCursor.Describe(character)}): has to be escaped using backslash to be included in {kind}"
                    );
            }
        }

        throw cursor.UnexpectedEnd(unclosed);
    }

    private static char ReadEscape(SourceCursor cursor)
    {
        var character = Next(cursor);
        return character switch
        {
            '"' or '\\' or '/' => character,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadUnit(cursor),
            _ => throw cursor.FaultAtLast($"Unrecognized character escape {SourceCursor.Describe(character)}"),
        };
    }

    private static char ReadUnit(SourceCursor cursor)
    {
        var unit = 0;
        for (var digit = 0; digit < 4; digit++)
        {
            var character = Next(cursor);
            if (!char.IsAsciiHexDigit(character))
            {
                throw cursor.Unexpected(character, "expected a hex-digit for character escape sequence");
            }

            unit = (unit << 4) | Convert.ToInt32(character.ToString(), 16);
        }

        return (char)unit;
    }

    private static char Next(SourceCursor cursor) =>
        cursor.AtEnd ? throw cursor.UnexpectedEnd(" in character escape sequence") : cursor.Text[cursor.Index++];
}
