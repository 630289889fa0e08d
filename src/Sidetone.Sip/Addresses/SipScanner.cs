namespace Sidetone.Sip.Addresses;

/// <summary>Reads the value of a header field from left to right (RFC 3261 §25.1).</summary>
internal ref struct SipScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public readonly bool AtEnd => _at >= _text.Length;

    /// <summary>The character that is next; NUL at the end.</summary>
    public readonly char Current => AtEnd ? '\0' : _text[_at];

    public readonly ReadOnlySpan<char> Rest => _text[_at..];

    public static bool IsTokenChar(char c) => char.IsAsciiLetterOrDigit(c) || "-.!%*_+`'~".Contains(c);

    public static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsTokenChar(c))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    public void SkipWhite()
    {
        while (Current is ' ' or '\t')
        {
            _at++;
        }
    }

    /// <summary>Takes a separator with the white space around it (SEMI, COMMA, EQUAL, SLASH …).</summary>
    public bool Take(char separator)
    {
        var start = _at;
        SkipWhite();
        if (Current != separator || AtEnd)
        {
            _at = start;
            return false;
        }

        _at++;
        SkipWhite();
        return true;
    }

    /// <summary>Takes a token; empty when there is none.</summary>
    public ReadOnlySpan<char> TakeToken()
    {
        var start = _at;
        while (!AtEnd && IsTokenChar(Current))
        {
            _at++;
        }

        return _text[start.._at];
    }

    /// <summary>Takes everything up to one of the marks or the end.</summary>
    public ReadOnlySpan<char> TakeUntil(ReadOnlySpan<char> marks)
    {
        var start = _at;
        var length = _text[_at..].IndexOfAny(marks);
        _at = length < 0 ? _text.Length : _at + length;
        return _text[start.._at];
    }

    /// <summary>Takes a quoted string, quotes and escapes included; empty when it does not end.</summary>
    public ReadOnlySpan<char> TakeQuoted()
    {
        var start = _at;
        if (Current != '"')
        {
            return default;
        }

        for (_at++; !AtEnd; _at++)
        {
            if (Current == '\\')
            {
                _at++;
            }
            else if (Current == '"')
            {
                _at++;
                return _text[start.._at];
            }
        }

        _at = start;
        return default;
    }

    /// <summary>Whether only white space is left.</summary>
    public bool IsDone()
    {
        SkipWhite();
        return AtEnd;
    }
}
