using Sidetone.Patterns.Language.Json;

namespace Sidetone.Patterns.Language;

/// <summary>Reads what stands behind <c>numeric</c>: one comparison, or a lower bound and an upper bound.</summary>
internal sealed class NumericReader(JsonTokens tokens)
{
    /// <summary>Reads the list and the end of its object; the operator's name was read.</summary>
    public ValueTest Read()
    {
        if (tokens.Next() != JsonToken.StartArray)
        {
            throw tokens.Fault("Value of numeric must be an array.");
        }

        var test = ReadComparison();
        return tokens.Next() == JsonToken.EndObject ? test : throw TooMany();
    }

    private ValueTest.NumericRange ReadComparison()
    {
        if (tokens.Next() != JsonToken.String)
        {
            throw tokens.Fault("Invalid member in numeric match: " + tokens.Text());
        }

        var comparison = tokens.Text();
        tokens.Next();
        switch (comparison)
        {
            case "=":
                var only = ReadLast("equals");
                return new ValueTest.NumericRange(only, true, only, true);
            case "<" or "<=":
                return new ValueTest.NumericRange(null, false, ReadLast(comparison), comparison == "<=");
            case ">" or ">=":
                return ReadFromBottom(comparison);
            default:
                throw tokens.Fault("Unrecognized numeric range operator: " + comparison);
        }
    }

    private ValueTest.NumericRange ReadFromBottom(string comparison)
    {
        var bottom = ReadNumber(comparison);
        if (tokens.Next() == JsonToken.EndArray)
        {
            return new ValueTest.NumericRange(Value(bottom), comparison == ">=", null, false);
        }

        if (tokens.Current != JsonToken.String)
        {
            throw tokens.Fault("Bad value in numeric range: " + tokens.Text());
        }

        var upper = tokens.Text();
        if (upper is not ("<" or "<="))
        {
            throw tokens.Fault("Bad numeric range operator: " + upper);
        }

        tokens.Next();
        var top = ReadNumber(upper);
        if (tokens.Next() != JsonToken.EndArray)
        {
            throw tokens.Fault("Too many terms in numeric range expression");
        }

        var low = Value(bottom);
        var high = Value(top);
        return low < high
            ? new ValueTest.NumericRange(low, comparison == ">=", high, upper == "<=")
            : throw tokens.Fault("Bottom must be less than top");
    }

    /// <summary>A number that the list ends behind.</summary>
    private double ReadLast(string comparison)
    {
        var number = ReadNumber(comparison);
        return tokens.Next() == JsonToken.EndArray ? Value(number) : throw TooMany();
    }

    private string ReadNumber(string comparison) =>
        tokens.Current == JsonToken.Number
            ? tokens.Text()
            : throw tokens.Fault($"Value of {comparison} must be numeric");

    // Values are only looked at when the list was read to its end, and that is where a fault is reported.
    private double Value(string number) =>
        Numbers.Value(number) ?? throw tokens.Fault("Cannot compare number : " + number);

    private PatternException TooMany() => tokens.Fault("Too many elements in numeric expression");
}
