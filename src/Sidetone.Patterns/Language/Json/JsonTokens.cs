namespace Sidetone.Patterns.Language.Json;

/// <summary>
/// A pattern's JSON, token by token, with Jackson's places and messages. Two habits of Jackson's decide the columns: a
/// string is only read when it is asked for, so that its token ends behind the opening quote; and with a field's name the
/// beginning of its value is read, too.
/// </summary>
/// <remarks>One reader's, and small: patterns have at most some thousand characters.</remarks>
internal sealed class JsonTokens(string text)
{
    private const int DepthMax = 1000;

    private readonly SourceCursor _cursor = new(text);
    private readonly Stack<Scope> _scopes = new();
    private JsonToken _ahead;
    private string? _text;
    private PatternLocation _start;

    public JsonToken Current { get; private set; }

    /// <summary>The name of the field whose name or value is read.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The next token; <see cref="JsonToken.None"/> when the text is over.</summary>
    public JsonToken Next()
    {
        if (Current == JsonToken.String)
        {
            // What nobody asked for has to be passed all the same.
            Text();
        }

        if (_ahead != JsonToken.None)
        {
            (Current, _ahead) = (_ahead, JsonToken.None);
            Open(Current);
            return Current;
        }

        var character = _cursor.NextVisible();
        if (character < 0)
        {
            return Current = _scopes.TryPeek(out var open) ? throw Unclosed(open) : JsonToken.None;
        }

        if (character is ']' or '}')
        {
            return Current = Close((char)character);
        }

        if (!_scopes.TryPeek(out var scope))
        {
            Current = ReadValue(character);
            Open(Current);
            return Current;
        }

        character = SkipComma(scope, character);
        if (scope.IsArray)
        {
            Current = ReadValue(character);
            Open(Current);
            return Current;
        }

        if (character != '"')
        {
            throw _cursor.Unexpected(character, "was expecting double-quote to start field name");
        }

        Name = QuotedText.ReadName(_cursor);
        _ahead = ReadValue(SkipColon());
        return Current = JsonToken.Name;
    }

    /// <summary>The token's text: a string's characters, a number's digits, otherwise the token as it is written.</summary>
    public string Text() =>
        Current switch
        {
            JsonToken.String => _text ??= QuotedText.ReadValue(_cursor),
            JsonToken.Number => _text!,
            JsonToken.Name => Name,
            JsonToken.True => "true",
            JsonToken.False => "false",
            JsonToken.Null => "null",
            JsonToken.StartObject => "{",
            JsonToken.EndObject => "}",
            JsonToken.StartArray => "[",
            JsonToken.EndArray => "]",
            _ => "",
        };

    /// <summary>A fault behind what was read last.</summary>
    public PatternException Fault(string reason) => _cursor.Fault(reason);

    /// <summary>A fault that was met deeper in, reported from here once more.</summary>
    public PatternException Again(PatternException fault) => fault.Again(_cursor.Place(_cursor.Here));

    private JsonToken ReadValue(int character)
    {
        _text = null;
        _start = _cursor.Last;
        switch (character)
        {
            case '"':
                return JsonToken.String;
            case '{':
                return JsonToken.StartObject;
            case '[':
                return JsonToken.StartArray;
            case '}':
                throw _cursor.Unexpected(character, "expected a value");
            case 't':
                Keyword.Read(_cursor, "true");
                return JsonToken.True;
            case 'f':
                Keyword.Read(_cursor, "false");
                return JsonToken.False;
            case 'n':
                Keyword.Read(_cursor, "null");
                return JsonToken.Null;
            case '-' or (>= '0' and <= '9'):
                _text = NumberText.Read(_cursor);
                EndRootNumber();
                return JsonToken.Number;
            default:
                throw Keyword.Unreadable(_cursor, character);
        }
    }

    private void Open(JsonToken token)
    {
        if (token is not (JsonToken.StartArray or JsonToken.StartObject))
        {
            return;
        }

        if (_scopes.Count >= DepthMax)
        {
            throw new PatternException(
                $"Document nesting depth ({DepthMax + 1}) exceeds the maximum allowed ({DepthMax}, from `StreamReadConstraints.getMaxNestingDepth()`)"
            );
        }

        _scopes.Push(new Scope(token == JsonToken.StartArray, _start));
    }

    private JsonToken Close(char marker)
    {
        if (!_scopes.TryPeek(out var scope) || scope.IsArray != (marker == ']'))
        {
            var kind = scope?.Kind ?? "root";
            var start = scope?.Start ?? new PatternLocation(1, 0);
            throw _cursor.FaultAtLast(
                $"Unexpected close marker '{marker}': expected '{(marker == ']' ? '}' : ']')}' (for {kind} starting at {_cursor.Source(start)})"
            );
        }

        _scopes.Pop();
        return scope.IsArray ? JsonToken.EndArray : JsonToken.EndObject;
    }

    private int SkipComma(Scope scope, int character)
    {
        if (!scope.HasMembers)
        {
            scope.HasMembers = true;
            return character;
        }

        if (character != ',')
        {
            throw _cursor.Unexpected(character, $"was expecting comma to separate {scope.Kind} entries");
        }

        character = _cursor.NextVisible();
        return character < 0 ? throw _cursor.UnexpectedEnd($" within/between {scope.Kind} entries") : character;
    }

    private int SkipColon()
    {
        var character = _cursor.NextVisible();
        if (character >= 0 && character != ':')
        {
            throw _cursor.Unexpected(character, "was expecting a colon to separate field name and value");
        }

        character = character < 0 ? character : _cursor.NextVisible();
        return character < 0 ? throw _cursor.UnexpectedEnd(" within/between Object entries") : character;
    }

    /// <summary>Only white space may follow a number that stands alone; it is read with it.</summary>
    private void EndRootNumber()
    {
        if (_scopes.Count > 0 || _cursor.AtEnd)
        {
            return;
        }

        var character = text[_cursor.Index];
        if (character == '\r')
        {
            return;
        }

        _cursor.Index++;
        if (character == '\n')
        {
            _cursor.StartLine();
        }
        else if (character is not (' ' or '\t'))
        {
            throw _cursor.Unexpected(character, "Expected space separating root-level values");
        }
    }

    private PatternException Unclosed(Scope scope) =>
        _cursor.UnexpectedEnd(
            $": expected close marker for {scope.Kind} (start marker at {_cursor.Source(scope.Start)})"
        );

    private sealed class Scope(bool isArray, PatternLocation start)
    {
        public bool IsArray => isArray;

        public PatternLocation Start => start;

        public bool HasMembers { get; set; }

        public string Kind => isArray ? "Array" : "Object";
    }
}
