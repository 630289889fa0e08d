namespace Sidetone.Patterns.Tests.Language;

/// <summary>What is wrong with broken JSON, in Jackson's words and with its columns: held against Jackson 2.14 itself, whose
/// columns are one higher for single characters than those that are recorded today.</summary>
public sealed class BrokenJsonTests
{
    private const string Values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

    [Theory]
    [InlineData("{\"a\"", "Unexpected end-of-input within/between Object entries", 5)]
    [InlineData("{\"a", "Unexpected end-of-input in field name", 4)]
    [InlineData("{\"a\":[1,", "Unexpected end-of-input within/between Array entries", 9)]
    [InlineData("{\"a\":[\"x", "Unexpected end-of-input: was expecting closing quote for a string value", 9)]
    [InlineData("{\"a\":[\"\\u12", "Unexpected end-of-input in character escape sequence", 12)]
    [InlineData(
        "{\"a\" 5}",
        "Unexpected character ('5' (code 53)): was expecting a colon to separate field name and value",
        6
    )]
    [InlineData(
        "{\"a\":[1],}",
        "Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
        10
    )]
    [InlineData("{\"a\":[1,]}", "Unexpected character (']' (code 93)): expected a valid value " + Values, 9)]
    [InlineData(
        "{\"a\":[1 2]}",
        "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries",
        9
    )]
    [InlineData(
        "{\"a\":[1]\"b\":[2]}",
        "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
        9
    )]
    [InlineData("{\"a\":–}", "Unexpected character ('–' (code 8211 / 0x2013)): expected a valid value " + Values, 6)]
    [InlineData("{\"a\":}", "Unexpected character ('}' (code 125)): expected a value", 6)]
    [InlineData("{\"a\":[True]}", "Unrecognized token 'True': was expecting " + Values, 11)]
    [InlineData("{\"a\":[tru]}", "Unrecognized token 'tru': was expecting " + Values, 10)]
    [InlineData("{\"a\":[truest]}", "Unrecognized token 'truest': was expecting " + Values, 13)]
    [InlineData("{\"a\":[01]}", "Invalid numeric value: Leading zeroes not allowed", 8)]
    [InlineData(
        "{\"a\":[1.]}",
        "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit",
        8
    )]
    [InlineData(
        "{\"a\":[0.]}",
        "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit",
        9
    )]
    [InlineData(
        "{\"a\":[1e]}",
        "Unexpected character (']' (code 93)) in numeric value: Exponent indicator not followed by a digit",
        8
    )]
    [InlineData(
        "{\"a\":[-]}",
        "Unexpected character (']' (code 93)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
        8
    )]
    [InlineData("{\"a\":[.5]}", "Unexpected character ('.' (code 46)): expected a valid value " + Values, 7)]
    [InlineData(
        "{\"a\":[+5]}",
        "Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs: enable `JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow",
        8
    )]
    [InlineData(
        "{\"a\":[NaN]}",
        "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
        10
    )]
    [InlineData(
        "{\"a\":[-Infinity]}",
        "Non-standard token '-Infinity': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow",
        16
    )]
    [InlineData("{\"a\":[\"\\x\"]}", "Unrecognized character escape 'x' (code 120)", 9)]
    [InlineData(
        "{\"a\":[\"\\u12x4\"]}",
        "Unexpected character ('x' (code 120)): expected a hex-digit for character escape sequence",
        12
    )]
    [InlineData(
        "{\"a\":[\"\t\"]}",
        "Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash to be included in string value",
        8
    )]
    [InlineData(
        "{\"\u0001\":[1]}",
        "Illegal unquoted character ((CTRL-CHAR, code 1)): has to be escaped using backslash to be included in name",
        3
    )]
    [InlineData(
        "{\u0001}",
        "Illegal character ((CTRL-CHAR, code 1)): only regular white space (\\r, \\n, \\t) is allowed between tokens",
        2
    )]
    [InlineData(
        "{/* */}",
        "Unexpected character ('/' (code 47)): maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)",
        2
    )]
    public void It_is_said_where_and_why(string pattern, string message, int column)
    {
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(pattern));

        Assert.Equal((message, column), (fault.Message, fault.Location?.Column));
    }

    [Theory]
    [InlineData(
        "{\"a\":[1]",
        "Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)\"{\"a\":[1]\"; line: 1, column: 1])",
        9
    )]
    [InlineData(
        "{\"a\":[1}",
        "Unexpected close marker '}': expected ']' (for Array starting at [Source: (String)\"{\"a\":[1}\"; line: 1, column: 6])",
        8
    )]
    [InlineData(
        "]",
        "Unexpected close marker ']': expected '}' (for root starting at [Source: (String)\"]\"; line: 1, column: 0])",
        1
    )]
    public void What_was_left_open_is_placed_in_the_message(string pattern, string message, int column)
    {
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(pattern));

        Assert.Equal((message, column), (fault.Message, fault.Location?.Column));
    }

    [Theory]
    [InlineData("{\n\"a\":\n 5}", 3, 3)]
    [InlineData("{\r\n\"a\":\r5}", 3, 2)]
    public void Lines_end_as_they_may(string pattern, int line, int column)
    {
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(pattern));

        Assert.Equal((line, column), (fault.Location?.Line, fault.Location?.Column));
    }
}
