namespace Sidetone.Patterns.Language.Json;

/// <summary>
/// Reads a number's text. Jackson knows a quick way and a careful way, and the two put some faults at different columns:
/// the careful one is taken for numbers that begin with a zero.
/// </summary>
internal static class NumberText
{
    /// <summary>Reads a number; the cursor stands behind its first character, a digit or a minus sign.</summary>
    public static string Read(SourceCursor cursor)
    {
        var text = cursor.Text;
        var start = cursor.Index - 1;
        var negative = text[start] == '-';
        if (negative)
        {
            ReadFirstDigit(cursor);
        }

        if (text[cursor.Index - 1] == '0' && !cursor.AtEnd && char.IsAsciiDigit(text[cursor.Index]))
        {
            throw cursor.Fault("Invalid numeric value: Leading zeroes not allowed");
        }

        var careful = text[cursor.Index - 1] == '0';
        SkipDigits(cursor);
        if (!cursor.AtEnd && text[cursor.Index] == '.')
        {
            cursor.Index++;
            ReadDigits(cursor, careful, cursor.Index, "Decimal point not followed by a digit");
        }

        if (!cursor.AtEnd && text[cursor.Index] is 'e' or 'E')
        {
            // The quick way has only moved on behind the decimal point, or behind the e where there is none.
            var quick = text.AsSpan(start, cursor.Index - start).IndexOf('.') is var point and >= 0
                ? start + point + 1
                : cursor.Index + 1;
            cursor.Index++;
            if (!cursor.AtEnd && text[cursor.Index] is '+' or '-')
            {
                cursor.Index++;
            }

            ReadDigits(cursor, careful, quick, "Exponent indicator not followed by a digit");
        }

        return text[start..cursor.Index];
    }

    private static void ReadFirstDigit(SourceCursor cursor)
    {
        if (cursor.AtEnd)
        {
            throw cursor.UnexpectedEnd("No digit following sign");
        }

        var character = cursor.Text[cursor.Index++];
        switch (character)
        {
            case >= '0' and <= '9':
                return;
            case '.':
                throw Keyword.Unreadable(cursor, '.');
            case 'I':
                character = Keyword.RefuseNegativeInfinity(cursor);
                break;
        }

        throw cursor.UnexpectedInNumber(
            character,
            "expected digit (0-9) to follow minus sign, for valid numeric value"
        );
    }

    private static void ReadDigits(SourceCursor cursor, bool careful, int quick, string missing)
    {
        if (cursor.AtEnd)
        {
            throw missing[0] == 'E'
                ? cursor.UnexpectedEnd("expected a digit for number exponent")
                : cursor.UnexpectedInNumber(cursor.Text[cursor.Index - 1], missing);
        }

        var character = cursor.Text[cursor.Index];
        if (!char.IsAsciiDigit(character))
        {
            cursor.Index = careful ? cursor.Index + 1 : quick;
            throw cursor.UnexpectedInNumber(character, missing);
        }

        SkipDigits(cursor);
    }

    private static void SkipDigits(SourceCursor cursor)
    {
        while (!cursor.AtEnd && char.IsAsciiDigit(cursor.Text[cursor.Index]))
        {
            cursor.Index++;
        }
    }
}
