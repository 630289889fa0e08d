using Sidetone.Patterns.Matching;

namespace Sidetone.Patterns.Tests.Matching;

public sealed class PatternIndexTests
{
    private readonly PatternIndex<string> _index = new();
    private readonly MatchBuffer<string> _found = new();

    [Fact]
    public void A_rule_with_several_patterns_is_found_once_and_by_each_of_them()
    {
        _index.Add("rule", EventPattern.Parse("""{"a":[1]}"""));
        _index.Add("rule", EventPattern.Parse("""{"b":[2]}"""));

        Assert.Equal(["rule"], Match("""{"a":1,"b":2}"""u8));
        Assert.Equal(["rule"], Match("""{"b":2}"""u8));
        Assert.Equal(1, _index.Count);
    }

    [Fact]
    public void Adding_the_same_pattern_again_adds_nothing()
    {
        _index.Add("rule", EventPattern.Parse("""{"a":[1]}"""));
        _index.Add("rule", EventPattern.Parse("""{ "a" : [ 1 ] }"""));

        Assert.True(_index.Remove("rule", EventPattern.Parse("""{"a":[1]}""")));
        Assert.Empty(Match("""{"a":1}"""u8));
        Assert.Equal(0, _index.Count);
    }

    [Fact]
    public void What_is_not_there_is_not_removed()
    {
        var pattern = EventPattern.Parse("""{"a":[1]}""");
        _index.Add("rule", pattern);

        Assert.False(_index.Remove("other"));
        Assert.False(_index.Remove("other", pattern));
        Assert.False(_index.Remove("rule", EventPattern.Parse("""{"a":[2]}""")));
        Assert.Equal(["rule"], Match("""{"a":1}"""u8));
        Assert.True(_index.Remove("rule"));
        Assert.False(_index.Remove("rule", pattern));
        Assert.Empty(Match("""{"a":1}"""u8));
    }

    [Fact]
    public void A_removed_rule_may_come_back()
    {
        var pattern = EventPattern.Parse("""{"a":[{"exists":false}],"b":[{"prefix":"x"}]}""");
        for (var time = 0; time < 500; time++)
        {
            _index.Add("rule", pattern);
            Assert.Equal(["rule"], Match("""{"b":"xy"}"""u8));
            _index.Remove("rule");
            Assert.Empty(Match("""{"b":"xy"}"""u8));
        }
    }

    [Fact]
    public void What_was_found_is_cleared_before_the_next_event()
    {
        _index.Add("rule", EventPattern.Parse("""{"a":[1]}"""));
        Match("""{"a":1}"""u8);

        Assert.Empty(Match("""{}"""u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => _found.AsSpan()[0..1].ToArray());
    }

    [Fact]
    public void One_buffer_serves_several_indexes()
    {
        var other = new PatternIndex<string>();
        _index.Add("one", EventPattern.Parse("""{"a":[{"wildcard":"x*y*"}]}"""));
        other.Add("two", EventPattern.Parse("""{"b":[{"wildcard":"*x*y"}]}"""));
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal(["one"], Match("""{"a":"x-y","b":"x-y"}"""u8));
            other.Match("""{"a":"x-y","b":"x-y"}"""u8, _found);
            Assert.Equal(["two"], _found);
        }
    }

    [Fact]
    public void A_repeated_name_counts_each_time()
    {
        _index.Add("first", EventPattern.Parse("""{"a":[1]}"""));
        _index.Add("second", EventPattern.Parse("""{"a":[2]}"""));
        _index.Add("both", EventPattern.Parse("""{"a":[{"anything-but":[1]}],"b":[{"exists":false}]}"""));

        Assert.Equal(["both", "first", "second"], Match("""{"a":1,"x":{"a":[3]},"a":2}"""u8));
    }

    [Fact]
    public void Nothing_is_read_once_every_condition_holds()
    {
        _index.Add("rule", EventPattern.Parse("""{"a":[1],"b":[{"prefix":"x"}]}"""));

        Assert.Equal(["rule"], Match("""{"a":1,"b":"xy", and the rest is nothing like JSON"""u8));
        _index.Add("absent", EventPattern.Parse("""{"c":[{"exists":false}]}"""));
        Assert.Throws<EventFormatException>(() => Match("""{"a":1,"b":"xy", and the rest"""u8));
    }

    private List<string> Match(ReadOnlySpan<byte> text)
    {
        _index.Match(text, _found);
        return [.. _found.Order(StringComparer.Ordinal)];
    }
}
