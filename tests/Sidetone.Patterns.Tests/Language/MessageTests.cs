namespace Sidetone.Patterns.Tests.Language;

public sealed class MessageTests
{
    [Theory]
    [InlineData("", "Filter is not an object", 1)]
    [InlineData("  ", "Filter is not an object", 3)]
    [InlineData("\"x\"", "Filter is not an object", 2)]
    [InlineData("{}", "Empty objects are not allowed", 3)]
    [InlineData("{\"a\":{}}", "Empty objects are not allowed", 8)]
    [InlineData("{\"a\":[]}", "Empty arrays are not allowed", 8)]
    [InlineData("{\"a\":5}", "\"a\" must be an object or an array", 7)]
    [InlineData("{\"a\":[[1]]}", "Match value must be String, number, true, false, or null", 8)]
    [InlineData("{\"a\":[{}]}", "Match expression name not found", 9)]
    [InlineData("{\"a\":[{\"regex\":1}]}", "Unrecognized match type regex", 17)]
    [InlineData("{\"a\":[{\"prefix\":null}]}", "prefix match pattern must be a string", 21)]
    [InlineData("{\"a\":[{\"suffix\":[1]}]}", "suffix match pattern must be a string", 18)]
    [InlineData("{\"a\":[{\"prefix\":{}}]}", "Prefix expression name not found", 19)]
    [InlineData("{\"a\":[{\"suffix\":{}}]}", "Suffix expression name not found", 19)]
    [InlineData("{\"a\":[{\"prefix\":{\"x\":1}}]}", "Unsupported prefix pattern: x", 23)]
    [InlineData("{\"a\":[{\"suffix\":{\"x\":1}}]}", "Unsupported suffix pattern: x", 23)]
    [InlineData("{\"a\":[{\"cidr\":5}]}", "prefix match pattern must be a string", 16)]
    [InlineData("{\"a\":[{\"wildcard\":\"a\\\\b\"}]}", "Invalid escape character at pos 2", 25)]
    [InlineData("{\"a\":[{\"wildcard\":\"é€**\"}]}", "Consecutive wildcard characters at pos 6", 25)]
    [InlineData("{\"a\":[{\"anything-but\":{}}]}", "Anything-But expression name not found", 25)]
    [InlineData(
        "{\"a\":[{\"anything-but\":true}]}",
        "Value of anything-but must be an array or single string/number value.",
        27
    )]
    [InlineData(
        "{\"a\":[{\"anything-but\":{\"prefix\":{\"equals-ignore-case\":\"x\"}}}]}",
        "Value of anything-but must be an array or single string/number value.",
        34
    )]
    [InlineData(
        "{\"a\":[{\"anything-but\":[]}]}",
        "Inside anything but list, either all values are number or string, mixed type is not supported",
        25
    )]
    [InlineData("{\"a\":[{\"anything-but\":{\"wildcard\":5}}]}", "wildcard match pattern must be a string", 36)]
    [InlineData("{\"a\":[{\"numeric\":5}]}", "Value of numeric must be an array.", 19)]
    [InlineData("{\"a\":[{\"numeric\":[]}]}", "Invalid member in numeric match: ]", 20)]
    [InlineData("{\"a\":[{\"numeric\":[{\"x\":1}]}]}", "Invalid member in numeric match: {", 20)]
    [InlineData("{\"a\":[{\"numeric\":[5]}]}", "Invalid member in numeric match: 5", 20)]
    [InlineData("{\"a\":[{\"numeric\":[\"=\",1,2]}]}", "Too many elements in numeric expression", 26)]
    [InlineData("{\"a\":[{\"numeric\":[\">\",1,2]}]}", "Bad value in numeric range: 2", 26)]
    [InlineData("{\"a\":[{\"numeric\":[\">\",1,\"=\",2]}]}", "Bad numeric range operator: =", 28)]
    [InlineData("{\"a\":[{\"numeric\":[\">\",1,\"<\",\"2\"]}]}", "Value of < must be numeric", 30)]
    [InlineData("{\"a\":[{\"numeric\":[\">=\",0.1,\"<=\",0.1]}]}", "Bottom must be less than top", 37)]
    [InlineData("{\"a\":[{\"numeric\":[\"<\",5],\"x\":1}]}", "Too many elements in numeric expression", 31)]
    [InlineData("{\"a\":[{\"exists\":1}]}", "exists match pattern must be either true or false.", 18)]
    [InlineData("{\"a\":[{\"exactly\":\"x\",\"y\":1}]}", "Only one key allowed in match expression", 27)]
    [InlineData("{\"$or\":[]}", "There must have at least 2 Objects in $or relationship.", 10)]
    [InlineData("{\"$or\":[1]}", "Only JSON object is allowed in array of $or relationship.", 10)]
    [InlineData("{\"$or\":5}", "It must be an Array followed with $or.", 9)]
    [InlineData(
        "{\"$or\":[{\"x\":{\"<\":[1]}},{}]}",
        "< is Ruler reserved fieldName which cannot be used inside $or.",
        20
    )]
    [InlineData(
        "{\"$or\":[{\"date-after\":[1]},{}]}",
        "date-after is Ruler reserved fieldName which cannot be used inside $or.",
        24
    )]
    public void A_fault_is_named_with_its_place(string pattern, string message, int column)
    {
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(pattern));

        Assert.Equal(message, fault.Message);
        Assert.Equal(column, fault.Location?.Column);
        Assert.Equal(
            $"Event pattern is not valid. Reason: {message}\n at [Source: (String)\"{pattern}\"; line: 1, column: {column}]",
            fault.AwsMessage
        );
    }

    [Theory]
    [InlineData("{\"cidr\":\"10.0.0.0\"}", "Malformed CIDR, one '/' required")]
    [InlineData("{\"cidr\":\"10.0.0.0/8/8\"}", "Malformed CIDR, one '/' required")]
    [InlineData("{\"cidr\":\"10.0.0.0/\"}", "Malformed CIDR, one '/' required")]
    [InlineData("{\"cidr\":\"10.0.0.0/x\"}", "Malformed CIDR, mask bits must be an integer")]
    [InlineData("{\"cidr\":\"10.0.0.0/99999999999\"}", "Malformed CIDR, mask bits must be an integer")]
    [InlineData("{\"cidr\":\"10.0.0.0/-1\"}", "Malformed CIDR, mask bits must not be negative")]
    [InlineData("{\"cidr\":\"10.0.0.0/32\"}", "IPv4 mask bits must be < 32")]
    [InlineData("{\"cidr\":\"::1/128\"}", "IPv6 mask bits must be < 128")]
    [InlineData("{\"cidr\":\"::ffff:a00:1/96\"}", "IPv4 mask bits must be < 32")]
    [InlineData("{\"cidr\":\"host/8\"}", "Nonstandard IP address: host")]
    [InlineData("{\"cidr\":\"/8\"}", "Nonstandard IP address: ")]
    [InlineData("{\"cidr\":\"300.0.0.0/8\"}", "Invalid IP address: 300.0.0.0")]
    [InlineData("{\"cidr\":\"1::2::3/8\"}", "Invalid IP address: 1::2::3")]
    [InlineData("{\"anything-but\":1e400}", "Cannot compare number : 1e400")]
    [InlineData(
        "{\"wildcard\":\"*a*a*a*a*a*a*\"}",
        "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character"
    )]
    public void Some_faults_have_no_place(string test, string message)
    {
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse($"{{\"a\":[{test}]}}"));

        Assert.Equal(message, fault.Message);
        Assert.Null(fault.Location);
        Assert.Equal("Event pattern is not valid. Reason: " + message, fault.AwsMessage);
    }

    [Fact]
    public void A_fault_within_a_list_of_anything_but_is_placed_twice()
    {
        const string Pattern = "{\"a\":[{\"anything-but\":[null]}]}";
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(Pattern));

        const string Place = $"\n at [Source: (String)\"{Pattern}\"; line: 1, column: 28]";
        Assert.Equal("Inside anything but list, start|null|boolean is not supported.", fault.Message);
        Assert.Equal(PatternException.AwsPrefix + fault.Message + Place + Place, fault.AwsMessage);
    }

    [Fact]
    public void A_number_in_a_list_of_anything_but_is_placed_once()
    {
        const string Pattern = "{\"a\":[{\"anything-but\":[1e400]}]}";
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(Pattern));

        Assert.Equal(
            $"{PatternException.AwsPrefix}Cannot compare number : 1e400\n at [Source: (String)\"{Pattern}\"; line: 1, column: 29]",
            fault.AwsMessage
        );
    }

    [Fact]
    public void A_long_pattern_is_repeated_in_part()
    {
        var pattern = $"{{\"a\":5, \"{new string('x', 600)}\"}}";
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(pattern));

        Assert.EndsWith(
            $"\n at [Source: (String)\"{pattern[..500]}\"[truncated {pattern.Length - 500} chars]; line: 1, column: 7]",
            fault.AwsMessage,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_thousand_levels_are_the_end()
    {
        var pattern = string.Concat(Enumerable.Repeat("{\"a\":", 1001)) + "[1]";
        var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(pattern));

        Assert.Equal(
            "Document nesting depth (1001) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNestingDepth()`)",
            fault.Message
        );
        var deepest = string.Concat(Enumerable.Repeat("{\"a\":", 999)) + "[1]" + new string('}', 999);
        Assert.Single(EventPattern.Parse(deepest).Branches);
    }
}
