using Sidetone.Patterns.Language.Json;

namespace Sidetone.Patterns.Language;

/// <summary>Reads the members of a field's list: literals and one-key objects.</summary>
internal sealed class TestReader(JsonTokens tokens)
{
    private const string OnlyOneKey = "Only one key allowed in match expression";

    private readonly AnythingButReader _anythingBut = new(tokens);
    private readonly NumericReader _numeric = new(tokens);

    /// <summary>Reads a list; its opening bracket was read.</summary>
    public ValueList<ValueTest> ReadList()
    {
        var tests = new List<ValueTest>();
        while (tokens.Next() != JsonToken.EndArray)
        {
            tests.Add(Read());
        }

        return tests.Count > 0 ? [.. tests] : throw tokens.Fault("Empty arrays are not allowed");
    }

    private ValueTest Read()
    {
        switch (tokens.Current)
        {
            case JsonToken.StartObject:
                return ReadOperator();
            case JsonToken.String:
                var text = tokens.Text();
                return (ValueTest?)CidrReader.ReadLiteral(text) ?? new ValueTest.StringEquals(text);
            case JsonToken.Number:
                var number = tokens.Text();
                return new ValueTest.NumberEquals(number, Numbers.Value(number));
            case JsonToken.True or JsonToken.False or JsonToken.Null:
                return new ValueTest.KeywordEquals(tokens.Text());
            default:
                throw tokens.Fault("Match value must be String, number, true, false, or null");
        }
    }

    private ValueTest ReadOperator()
    {
        if (tokens.Next() != JsonToken.Name)
        {
            throw tokens.Fault("Match expression name not found");
        }

        switch (tokens.Name)
        {
            case Operators.Exactly:
                return Closed(new ValueTest.StringEquals(ReadText("exact match pattern must be a string")));
            case Operators.Prefix:
                return ReadAffix("prefix", "Prefix", static (text, ignore) => new ValueTest.Prefix(text, ignore));
            case Operators.Suffix:
                return ReadAffix("suffix", "Suffix", static (text, ignore) => new ValueTest.Suffix(text, ignore));
            case Operators.Numeric:
                return _numeric.Read();
            case Operators.AnythingBut:
                return _anythingBut.Read();
            case Operators.Exists:
                return ReadExists();
            case Operators.Cidr:
                // The words are Amazon's, who took them over from prefix.
                return Closed(CidrReader.Read(ReadText("prefix match pattern must be a string")));
            case Operators.EqualsIgnoreCase:
                return Closed(new ValueTest.EqualsIgnoreCase(ReadIgnoringCase()));
            case Operators.Wildcard:
                var glob = GlobReader.Read(ReadText("wildcard match pattern must be a string"), out var fault);
                return Closed(new ValueTest.Wildcard(glob ?? throw tokens.Fault(fault!)));
            default:
                throw tokens.Fault("Unrecognized match type " + tokens.Name);
        }
    }

    private ValueTest ReadAffix(string name, string title, Func<string, bool, ValueTest> make)
    {
        if (tokens.Next() == JsonToken.String)
        {
            return Closed(make(tokens.Text(), false));
        }

        if (tokens.Current != JsonToken.StartObject)
        {
            throw tokens.Fault($"{name} match pattern must be a string");
        }

        if (tokens.Next() != JsonToken.Name)
        {
            throw tokens.Fault($"{title} expression name not found");
        }

        if (tokens.Name != Operators.EqualsIgnoreCase)
        {
            throw tokens.Fault($"Unsupported {name} pattern: {tokens.Name}");
        }

        return Closed(Closed(make(ReadIgnoringCase(), true)));
    }

    private string ReadIgnoringCase() => ReadText("equals-ignore-case match pattern must be a string");

    private ValueTest ReadExists() =>
        tokens.Next() switch
        {
            JsonToken.True => Closed(new ValueTest.Exists()),
            JsonToken.False => Closed(new ValueTest.Missing()),
            _ => throw tokens.Fault("exists match pattern must be either true or false."),
        };

    private string ReadText(string otherwise) =>
        tokens.Next() == JsonToken.String ? tokens.Text() : throw tokens.Fault(otherwise);

    private ValueTest Closed(ValueTest test) =>
        tokens.Next() == JsonToken.EndObject ? test : throw tokens.Fault(OnlyOneKey);
}
