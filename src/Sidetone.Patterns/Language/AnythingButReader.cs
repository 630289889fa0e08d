using Sidetone.Patterns.Language.Json;

namespace Sidetone.Patterns.Language;

/// <summary>Reads what stands behind <c>anything-but</c>: one value, a list of one kind, or a one-key object with such.</summary>
internal sealed class AnythingButReader(JsonTokens tokens)
{
    private const string MustBeText = "prefix/suffix match pattern must be a string";

    /// <summary>Reads the value and the end of its object; the operator's name was read.</summary>
    public ValueTest Read()
    {
        string? kind = null;
        if (tokens.Next() == JsonToken.StartObject)
        {
            kind = ReadKind();
            tokens.Next();
        }

        ValueList<ValueTest> tests = tokens.Current switch
        {
            JsonToken.StartArray => [.. kind is null ? ReadList() : ReadList(kind)],
            JsonToken.String or JsonToken.Number => [kind is null ? ReadValue() : ReadValue(kind)],
            _ => throw tokens.Fault("Value of anything-but must be an array or single string/number value."),
        };
        Close();
        if (kind is not null)
        {
            Close();
        }

        return new ValueTest.AnythingBut(tests);
    }

    private string ReadKind()
    {
        if (tokens.Next() != JsonToken.Name)
        {
            throw tokens.Fault("Anything-But expression name not found");
        }

        return tokens.Name is Operators.EqualsIgnoreCase or Operators.Prefix or Operators.Suffix or Operators.Wildcard
            ? tokens.Name
            : throw tokens.Fault("Unsupported anything-but pattern: " + tokens.Name);
    }

    private List<ValueTest> ReadList()
    {
        var tests = ReadMembers(() =>
            tokens.Current is JsonToken.String or JsonToken.Number
                ? ReadValue()
                : throw tokens.Fault("Inside anything but list, start|null|boolean is not supported.")
        );
        return tests.Count > 0 && tests.TrueForAll(test => test.GetType() == tests[0].GetType())
            ? tests
            : throw tokens.Fault(
                "Inside anything but list, either all values are number or string, mixed type is not supported"
            );
    }

    private List<ValueTest> ReadList(string kind)
    {
        if (kind != Operators.Wildcard)
        {
            return ReadMembers(() => ReadValue(kind));
        }

        // Wildcards are looked into when the list was read to its end, and that is where a fault is reported.
        var texts = new List<string>();
        ReadMembers(() =>
        {
            texts.Add(ReadText(kind));
            return new ValueTest.StringEquals(texts[^1]);
        });
        return texts.ConvertAll(ReadGlob);
    }

    /// <summary>
    /// Reads members up to the closing bracket. A fault among them is reported from here once more, which gives a place to
    /// those that have none, and a second one to the others.
    /// </summary>
    private List<ValueTest> ReadMembers(Func<ValueTest> read)
    {
        var tests = new List<ValueTest>();
        try
        {
            while (tokens.Next() != JsonToken.EndArray)
            {
                var test = read();
                if (!tests.Contains(test))
                {
                    tests.Add(test);
                }
            }
        }
        catch (PatternException fault)
        {
            throw fault.Location is null ? tokens.Fault(fault.Message) : tokens.Again(fault);
        }

        return tests;
    }

    private ValueTest ReadValue()
    {
        var text = tokens.Text();
        if (tokens.Current == JsonToken.String)
        {
            return new ValueTest.StringEquals(text);
        }

        // Unless it stands in a list, such a number is reported without a place.
        var value = Numbers.Value(text) ?? throw new PatternException("Cannot compare number : " + text);
        return new ValueTest.NumberEquals(text, value);
    }

    private ValueTest ReadValue(string kind)
    {
        var text = ReadText(kind);
        return kind switch
        {
            Operators.EqualsIgnoreCase => new ValueTest.EqualsIgnoreCase(text),
            Operators.Wildcard => ReadGlob(text),
            _ when text.Length == 0 => throw tokens.Fault("Null prefix/suffix not allowed"),
            Operators.Prefix => new ValueTest.Prefix(text, IgnoreCase: false),
            _ => new ValueTest.Suffix(text, IgnoreCase: false),
        };
    }

    private string ReadText(string kind) =>
        tokens.Current == JsonToken.String
            ? tokens.Text()
            : throw tokens.Fault(
                kind switch
                {
                    Operators.EqualsIgnoreCase =>
                        "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
                    Operators.Wildcard => "wildcard match pattern must be a string",
                    _ => MustBeText,
                }
            );

    private ValueTest ReadGlob(string text) =>
        new ValueTest.Wildcard(GlobReader.Read(text, out var fault) ?? throw tokens.Fault(fault!));

    private void Close()
    {
        if (tokens.Next() != JsonToken.EndObject)
        {
            // The words are Amazon's, who took them over from numeric.
            throw tokens.Fault("Too many elements in numeric expression");
        }
    }
}
