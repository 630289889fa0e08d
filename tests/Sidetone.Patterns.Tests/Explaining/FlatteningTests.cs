using System.Text;

namespace Sidetone.Patterns.Tests.Explaining;

public sealed class FlatteningTests
{
    [Theory]
    [InlineData("""{"a": {"b": [1]}}""", """{"a.b": 1}""", true)]
    [InlineData("""{"a.b": [1]}""", """{"a": {"b": 1}}""", true)]
    [InlineData("""{"a": {"b": {"c": [1]}}}""", """{"a.b": {"c": 1}}""", true)]
    [InlineData("""{"a": {"b": [1]}}""", """{"a": [[{"b": [[1]]}]]}""", true)]
    [InlineData("""{"a": [1]}""", """{"a": 1, "a": 2}""", true)]
    [InlineData("""{"a": [2]}""", """{"a": 1, "a": 2}""", true)]
    [InlineData("""{"": {"b": [1]}}""", """{"": {"b": 1}}""", true)]
    [InlineData("""{"b": [1]}""", """{"": {"b": 1}}""", false)]
    [InlineData("""{"a": [1]}""", """{"\u0061": 1}""", true)]
    [InlineData("""{"a": {"b": [1]}}""", """{"a": "{\"b\": 1}"}""", false)]
    public void Paths_are_joined_and_arrays_leave_no_trace_in_them(string pattern, string json, bool matches)
    {
        Assert.Equal(matches, Events.Matches(pattern, json));
    }

    [Theory]
    [InlineData("""{"d": {"a": [1], "b": [2]}}""", """{"d": [{"a": 1}, {"b": 2}]}""", false)]
    [InlineData("""{"d": {"a": [1], "b": [2]}}""", """{"d": [{"a": 1}, {"a": 1, "b": 2}]}""", true)]
    [InlineData("""{"d": {"a": [1], "b": [2]}}""", """{"d": [{"a": 1, "b": [3, 2]}]}""", true)]
    [InlineData(
        """{"d": {"a": [1], "e": {"b": [2]}}}""",
        """{"d": [{"a": 1, "e": [{"b": 3}]}, {"e": [{"b": 2}]}]}""",
        false
    )]
    [InlineData("""{"d": {"a": [1]}, "e": {"b": [2]}}""", """{"d": [{"a": 0}, {"a": 1}], "e": [{"b": 2}, {}]}""", true)]
    [InlineData("""{"d": {"a": [1], "b": [{"exists": false}]}}""", """{"d": [{"a": 1}, {"b": 2}]}""", true)]
    [InlineData("""{"d": {"a": [1], "b": [{"exists": false}]}}""", """{"d": [{"a": 1, "b": 2}, {"c": 2}]}""", false)]
    [InlineData(
        """{"d": {"a": [1], "b": [2], "c": [3]}}""",
        """{"d": [{"a": 1, "b": 2}, {"b": 2, "c": 3}, {"a": 1, "c": 3}]}""",
        false
    )]
    [InlineData("""{"a": [1], "a.b": [2]}""", """{"a": [1, {"b": 2}]}""", true)]
    public void Fields_of_one_array_have_to_come_from_one_element(string pattern, string json, bool matches)
    {
        Assert.Equal(matches, Events.Matches(pattern, json));
    }

    [Fact]
    public void Independent_arrays_do_not_multiply()
    {
        var array = string.Join(",", Enumerable.Repeat("{\"x\":1,\"y\":1}", 2000));
        var members = Enumerable.Range(0, 12).Select(n => $"\"k{n}\":[{array}]");
        var fields = Enumerable.Range(0, 12).Select(n => $"\"k{n}\":{{\"x\":[1],\"y\":[1]}}");

        Assert.True(Events.Matches($"{{{string.Join(',', fields)}}}", $"{{{string.Join(',', members)}}}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("{\"a\":1}{")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":\"\u0001\"}")]
    public void What_is_no_object_is_refused(string json)
    {
        var fault = Assert.Throws<EventFormatException>(() => Events.Matches("""{"a": [1]}""", json));

        Assert.StartsWith("The event is not", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thousand_levels_are_the_end()
    {
        static string Nested(int depth) =>
            string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

        var pattern = $"{{\"{string.Join('.', Enumerable.Repeat("a", 1000))}\":[1]}}";
        Assert.True(Events.Matches(pattern, Nested(1000)));
        Assert.Throws<EventFormatException>(() => Events.Matches(pattern, Nested(1001)));
        Assert.Throws<EventFormatException>(() => Events.Matches("""{"b": [1]}""", Nested(100_000)));
        Assert.Throws<EventFormatException>(() => Events.Matches("""{"b": [1]}""", new string('[', 100_000)));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        byte[] json = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.Throws<EventFormatException>(() => EventPattern.Parse("""{"a": ["x"]}""").Explain(json));
        Assert.Throws<EventFormatException>(() =>
            EventPattern.Parse("""{"a": ["x"]}""").Explain(Encoding.Unicode.GetBytes("{}"))
        );
    }
}
