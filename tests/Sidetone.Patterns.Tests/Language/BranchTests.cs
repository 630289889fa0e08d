using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Tests.Language;

public sealed class BranchTests
{
    [Fact]
    public void Keys_are_joined_with_dots_in_ordinal_order()
    {
        Assert.Equal(["B=1 a.b=2 a.c.d=3"], Branches("""{"a": {"c": {"d": [3]}, "b": [2]}, "B": [1]}"""));
        Assert.Equal(EventPattern.Parse("""{"a.b": [1]}"""), EventPattern.Parse("""{"a": {"b": [1]}}"""));
    }

    [Fact]
    public void Of_a_field_that_is_given_twice_the_last_one_counts()
    {
        Assert.Equal(["a=2"], Branches("""{"a": [1], "a": [2]}"""));
        Assert.Equal(["a.b=2"], Branches("""{"a": {"b": [1]}, "a.b": [2]}"""));
        Assert.Equal(["a=2", "a=1 b=3"], Branches("""{"a": [1], "$or": [{"a": [2]}, {"b": [3]}]}"""));
        Assert.Equal(["a=1 b=4", "a=1 b=4"], Branches("""{"a": [1], "$or": [{"b": [2]}, {"b": [3]}], "b": [4]}"""));
    }

    [Fact]
    public void Alternatives_multiply()
    {
        Assert.Equal(
            ["a=1 c=3", "b=2 c=3", "a=1 d=4", "b=2 d=4"],
            Branches("""{"$or": [{"a": [1]}, {"b": [2]}], "$or": [{"c": [3]}, {"d": [4]}]}""")
        );
        Assert.Equal(
            ["p.a=1", "p.b=2 p.c=3", "p.b=2 p.d=4"],
            Branches("""{"p": {"$or": [{"a": [1]}, {"b": [2], "$or": [{"c": [3]}, {"d": [4]}]}]}}""")
        );
    }

    [Fact]
    public void A_thousand_alternatives_are_read_and_one_more_is_not()
    {
        static string Or(int count) =>
            $"\"$or\": [{string.Join(", ", Enumerable.Range(0, count).Select(n => $"{{\"a\": [{n}]}}"))}]";

        Assert.Equal(1000, EventPattern.Parse($"{{{Or(1000)}}}").Branches.Count);
        Assert.Equal(1000, EventPattern.Parse($"{{{Or(10)}, {Or(10)}, {Or(10)}}}").Branches.Count);
        Assert.Contains(
            "1000 combinations",
            Assert.Throws<PatternException>(() => EventPattern.Parse($"{{{Or(1001)}}}")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_branch_has_at_most_256_fields()
    {
        static string Fields(int count) =>
            $"{{{string.Join(", ", Enumerable.Range(0, count).Select(n => $"\"f{n}\": [{n}]"))}}}";

        Assert.Equal(256, EventPattern.Parse(Fields(256)).Branches[0].Fields.Count);
        Assert.Throws<PatternException>(() => EventPattern.Parse(Fields(257)));
    }

    [Fact]
    public void What_follows_the_closing_brace_is_not_looked_at()
    {
        Assert.Equal(["a=1"], Branches("""{"a": [1]} and so on"""));
    }

    [Fact]
    public void The_order_of_keys_makes_no_difference()
    {
        string[] members = ["\"a\": [1, 2]", "\"b\": {\"c\": [3]}", "\"d\": [{\"exists\": true}]", "\"e\": [null]"];
        var first = EventPattern.Parse($"{{{string.Join(',', members)}}}");

        for (var seed = 0; seed < 20; seed++)
        {
            new Random(seed).Shuffle(members);
            Assert.Equal(first, EventPattern.Parse($"{{{string.Join(',', members)}}}"));
        }
    }

    [Fact]
    public void Bytes_are_read_as_utf8()
    {
        Assert.Equal(EventPattern.Parse("""{"ä": ["€"]}"""), EventPattern.Parse("""{"ä": ["€"]}"""u8));
        Assert.Throws<PatternException>(() => EventPattern.Parse([(byte)'{', 0xFF, (byte)'}']));
    }

    private static IEnumerable<string> Branches(string pattern) =>
        EventPattern
            .Parse(pattern)
            .Branches.Select(branch =>
                string.Join(
                    ' ',
                    branch.Fields.Select(field => $"{field.Path}={((ValueTest.NumberEquals)field.AnyOf[0]).Text}")
                )
            );
}
