using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Tests.Language;

public sealed class OperatorTests
{
    [Fact]
    public void Literals_are_strings_numbers_and_keywords()
    {
        Assert.Equal(
            [
                new ValueTest.StringEquals("x"),
                new ValueTest.NumberEquals("3.0e2", 300),
                new ValueTest.NumberEquals("12345678901234567891", null),
                new ValueTest.KeywordEquals("true"),
                new ValueTest.KeywordEquals("false"),
                new ValueTest.KeywordEquals("null"),
            ],
            Read("\"x\", 3.0e2, 12345678901234567891, true, false, null")
        );
    }

    [Theory]
    [InlineData("\"10.0.0.1\"", new byte[] { 10, 0, 0, 1 })]
    [InlineData("\"010.000.0.1\"", new byte[] { 10, 0, 0, 1 })]
    [InlineData("\"::ffff:0a00:1\"", new byte[] { 10, 0, 0, 1 })]
    [InlineData("\"2001:db8::1\"", new byte[] { 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 })]
    [InlineData("\"2001:DB8:0:0:0:0:0:1\"", new byte[] { 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 })]
    [InlineData("\"1::\"", new byte[] { 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void A_string_that_spells_an_address_is_that_address(string literal, byte[] address)
    {
        Assert.Equal([new ValueTest.IpRange([.. address], [.. address])], Read(literal));
    }

    [Theory]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.1.2")]
    [InlineData("10.0.0.1 ")]
    [InlineData("0000000010.0.0.1")]
    [InlineData("1::2::3")]
    [InlineData(":1::2")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData("12345::1")]
    [InlineData(":")]
    [InlineData("::1.2.3.4")]
    public void A_string_that_only_looks_like_an_address_is_a_string(string text)
    {
        Assert.Equal([new ValueTest.StringEquals(text)], Read($"\"{text}\""));
    }

    [Theory]
    [InlineData("{\"exactly\": \"10.0.0.1\"}")]
    [InlineData("{\"exactly\": \"\\u0031\\u0030.0.0.1\"}")]
    public void Exactly_is_a_string_even_if_it_spells_an_address(string test)
    {
        Assert.Equal([new ValueTest.StringEquals("10.0.0.1")], Read(test));
    }

    [Fact]
    public void Affixes_may_leave_case_aside_and_may_be_empty()
    {
        Assert.Equal(
            [
                new ValueTest.Prefix("a", IgnoreCase: false),
                new ValueTest.Prefix("", IgnoreCase: true),
                new ValueTest.Suffix("", IgnoreCase: false),
                new ValueTest.Suffix("b", IgnoreCase: true),
                new ValueTest.EqualsIgnoreCase("c"),
            ],
            Read(
                """
                {"prefix": "a"}, {"prefix": {"equals-ignore-case": ""}},
                {"suffix": ""}, {"suffix": {"equals-ignore-case": "b"}}, {"equals-ignore-case": "c"}
                """
            )
        );
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("*", "", "")]
    [InlineData("a*b", "a", "b")]
    [InlineData("*a*", "", "a", "")]
    [InlineData("""\\*a\\\\*""", "*a\\", "")]
    public void A_wildcard_is_the_parts_between_its_stars(string text, params string[] parts)
    {
        Assert.Equal([new ValueTest.Wildcard(new Glob([.. parts]))], Read($"{{\"wildcard\": \"{text}\"}}"));
    }

    [Theory]
    [InlineData("[\"=\", 3.0e2]", 300.0, true, 300.0, true)]
    [InlineData("[\"<\", -1]", null, false, -1.0, false)]
    [InlineData("[\"<=\", 0.1]", null, false, 0.1, true)]
    [InlineData("[\">\", -0]", 0.0, false, null, false)]
    [InlineData("[\">=\", 1e308]", 1e308, true, null, false)]
    [InlineData("[\">\", 0, \"<=\", 5]", 0.0, false, 5.0, true)]
    [InlineData("[\">=\", 0, \"<\", 5]", 0.0, true, 5.0, false)]
    public void Numeric_is_a_range(string list, double? low, bool lowInclusive, double? high, bool highInclusive)
    {
        Assert.Equal(
            [new ValueTest.NumericRange(low, lowInclusive, high, highInclusive)],
            Read($"{{\"numeric\": {list}}}")
        );
    }

    [Theory]
    [InlineData("10.1.2.3/8", new byte[] { 10, 0, 0, 0 }, new byte[] { 10, 255, 255, 255 })]
    [InlineData("10.1.2.3/0", new byte[] { 0, 0, 0, 0 }, new byte[] { 255, 255, 255, 255 })]
    [InlineData("10.1.2.3/31", new byte[] { 10, 1, 2, 2 }, new byte[] { 10, 1, 2, 3 })]
    [InlineData("10.1.2.3/+30/", new byte[] { 10, 1, 2, 0 }, new byte[] { 10, 1, 2, 3 })]
    public void Cidr_is_the_whole_block(string block, byte[] low, byte[] high)
    {
        Assert.Equal([new ValueTest.IpRange([.. low], [.. high])], Read($"{{\"cidr\": \"{block}\"}}"));
    }

    [Fact]
    public void Anything_but_has_tests_of_one_kind_each_once()
    {
        ValueTest[] expected =
        [
            Not(new ValueTest.StringEquals("a")),
            Not(new ValueTest.NumberEquals("5", 5)),
            Not(new ValueTest.StringEquals("a"), new ValueTest.StringEquals("b")),
            Not(new ValueTest.Prefix("a", IgnoreCase: false)),
            Not(new ValueTest.Suffix("a", IgnoreCase: false), new ValueTest.Suffix("b", IgnoreCase: false)),
            Not(new ValueTest.EqualsIgnoreCase("a")),
            Not(new ValueTest.Wildcard(new Glob(["a", ""]))),
            Not(),
        ];
        Assert.Equal(
            expected,
            Read(
                """
                {"anything-but": "a"}, {"anything-but": 5}, {"anything-but": ["a", "b", "a"]},
                {"anything-but": {"prefix": "a"}}, {"anything-but": {"suffix": ["a", "b"]}},
                {"anything-but": {"equals-ignore-case": "a"}}, {"anything-but": {"wildcard": ["a*"]}},
                {"anything-but": {"prefix": []}}
                """
            )
        );
    }

    [Fact]
    public void Exists_is_asked_for_or_ruled_out()
    {
        Assert.Equal(
            [new ValueTest.Exists(), new ValueTest.Missing()],
            Read("{\"exists\": true}, {\"exists\": false}")
        );
    }

    private static ValueTest.AnythingBut Not(params ReadOnlySpan<ValueTest> tests) => new([.. tests]);

    private static ValueList<ValueTest> Read(string list) =>
        Assert.Single(Assert.Single(EventPattern.Parse($"{{\"a\": [{list}]}}").Branches).Fields).AnyOf;
}
