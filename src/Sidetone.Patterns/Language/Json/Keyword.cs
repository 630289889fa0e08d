namespace Sidetone.Patterns.Language.Json;

/// <summary>Reads <c>true</c>, <c>false</c> and <c>null</c>, and says what else it was that stood in a value's place.</summary>
internal static class Keyword
{
    private const string Valid = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

    /// <summary>A message repeats this much of a word at most.</summary>
    private const int LongestWord = 256;

    /// <summary>Reads a keyword; the cursor stands behind its first character.</summary>
    public static void Read(SourceCursor cursor, string keyword)
    {
        ReadRest(cursor, keyword, 1);
    }

    /// <summary>What to say to a character that begins no value; the cursor stands behind it.</summary>
    public static PatternException Unreadable(SourceCursor cursor, int character)
    {
        switch (character)
        {
            case 'N':
                ReadRest(cursor, "NaN", 1);
                return NonStandard(cursor, "NaN");
            case 'I':
                ReadRest(cursor, "Infinity", 1);
                return NonStandard(cursor, "Infinity");
            case '+':
                return UnreadablePlus(cursor);
        }

        return IsWordStart((char)character)
            ? Unrecognized(cursor, ((char)character).ToString())
            : cursor.Unexpected(character, "expected a valid value " + Valid);
    }

    /// <summary>Throws for <c>-INF</c> and <c>-Infinity</c>; the cursor stands behind the <c>I</c>.</summary>
    /// <returns>The character behind the <c>I</c>, which was read.</returns>
    public static char RefuseNegativeInfinity(SourceCursor cursor) => RefuseInfinity(cursor, "-");

    private static PatternException UnreadablePlus(SourceCursor cursor)
    {
        if (cursor.AtEnd)
        {
            return cursor.UnexpectedEnd(" in a Number value");
        }

        if (cursor.Text[cursor.Index++] == 'I')
        {
            RefuseInfinity(cursor, "+");
        }

        return cursor.UnexpectedInNumber(
            '+',
            "JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow"
        );
    }

    private static char RefuseInfinity(SourceCursor cursor, string sign)
    {
        if (cursor.AtEnd)
        {
            throw cursor.UnexpectedEnd(" in a Number value");
        }

        var character = cursor.Text[cursor.Index++];
        var match = character switch
        {
            'N' => sign + "INF",
            'n' => sign + "Infinity",
            _ => null,
        };
        if (match is not null)
        {
            ReadRest(cursor, match, 3);
            throw NonStandard(cursor, match);
        }

        return character;
    }

    private static void ReadRest(SourceCursor cursor, string word, int known)
    {
        for (; known < word.Length; known++)
        {
            if (cursor.AtEnd || cursor.Text[cursor.Index] != word[known])
            {
                throw Unrecognized(cursor, word[..known]);
            }

            cursor.Index++;
        }

        if (!cursor.AtEnd && cursor.Text[cursor.Index] is >= '0' and not (']' or '}') and var next && IsWordPart(next))
        {
            throw Unrecognized(cursor, word);
        }
    }

    private static PatternException NonStandard(SourceCursor cursor, string word) =>
        cursor.Fault($"Non-standard token '{word}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow");

    private static PatternException Unrecognized(SourceCursor cursor, string word)
    {
        while (!cursor.AtEnd && IsWordPart(cursor.Text[cursor.Index]))
        {
            word += cursor.Text[cursor.Index++];
            if (word.Length >= LongestWord)
            {
                word += "...";
                break;
            }
        }

        return cursor.Fault($"Unrecognized token '{word}': was expecting {Valid}");
    }

    // What Java takes for the beginning and the inside of an identifier.
    private static bool IsWordStart(char character) =>
        char.IsLetter(character)
        || char.GetUnicodeCategory(character)
            is System.Globalization.UnicodeCategory.LetterNumber
                or System.Globalization.UnicodeCategory.CurrencySymbol
                or System.Globalization.UnicodeCategory.ConnectorPunctuation;

    private static bool IsWordPart(char character) =>
        IsWordStart(character)
        || char.GetUnicodeCategory(character)
            is System.Globalization.UnicodeCategory.DecimalDigitNumber
                or System.Globalization.UnicodeCategory.SpacingCombiningMark
                or System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.Format
        || character is <= '\u0008' or (>= '\u000E' and <= '\u001B') or (>= '\u007F' and <= '\u009F');
}
