namespace Sidetone.Patterns.Tests.Language;

public sealed class WildcardComplexityTests
{
    [Theory]
    [InlineData(1, "abc")]
    [InlineData(2, "*ab")]
    [InlineData(3, "*aa")]
    [InlineData(2, "a*bc")]
    [InlineData(3, "a*bcb")]
    [InlineData(4, "a*bbb")]
    [InlineData(4, "*ab*ad")]
    [InlineData(5, "a*b*bb")]
    [InlineData(4, "a*b*cb")]
    [InlineData(3, "a*b*cd")]
    [InlineData(7, "*ab*b*b*")]
    [InlineData(17, "*a*a*a*a*a*a*a*a*")]
    [InlineData(3, "ab*c", "x*xx")]
    [InlineData(4, "*abc", "*abcde")]
    [InlineData(7, "a*aaa", "aa*aa")]
    [InlineData(6, "ab*cd", "ab*wx", "ab*yz")]
    [InlineData(2, "ab*c", "ab*c")]
    [InlineData(7, "/Users/*/dir/dir/dir/dir/dir/doc.txt")]
    [InlineData(11, "*:*:*:*:*:event-bus/*")]
    public void It_is_the_most_beginnings_of_wildcards_that_one_text_has(int complexity, params string[] texts)
    {
        var tests = string.Join(", ", texts.Select(text => $"{{\"wildcard\": \"{text}\"}}"));
        Assert.Equal(complexity, Measure($"{{\"a\": [{tests}]}}"));
    }

    [Fact]
    public void One_anything_but_counts_common_beginnings_once()
    {
        Assert.Equal(2, Measure("""{"a": [{"anything-but": {"wildcard": ["ab*c", "ab*d"]}}]}"""));
        Assert.Equal(4, Measure("""{"a": [{"wildcard": "ab*c"}, {"wildcard": "ab*d"}]}"""));
    }

    [Fact]
    public void Fields_count_apart_and_alternatives_of_one_field_together()
    {
        Assert.Equal(2, Measure("""{"a": [{"wildcard": "ab*c"}], "b": [{"wildcard": "ab*d"}]}"""));
        Assert.Equal(4, Measure("""{"$or": [{"a": [{"wildcard": "ab*c"}]}, {"a": [{"wildcard": "ab*d"}]}]}"""));
        Assert.Equal(
            2,
            Measure("""{"$or": [{"A": [1], "a": [{"wildcard": "ab*c"}]}, {"A": [2], "a": [{"wildcard": "ab*d"}]}]}""")
        );
    }

    [Fact]
    public void A_pattern_of_many_wildcards_is_refused_before_it_takes_long()
    {
        var wildcards = string.Join(
            ", ",
            Enumerable.Range(0, 40).Select(n => $"{{\"wildcard\": \"*{new string((char)('a' + (n % 26)), 20)}*{n}\"}}")
        );

        Assert.Throws<PatternException>(() => EventPattern.Parse($"{{\"a\": [{wildcards}]}}"));
    }

    private static int Measure(string pattern) =>
        Enumerable
            .Range(1, 30)
            .First(limit =>
                EventPattern.TryParse(
                    pattern,
                    PatternLimits.EventRuler with
                    {
                        WildcardComplexity = limit,
                    },
                    out _,
                    out _
                )
            );
}
