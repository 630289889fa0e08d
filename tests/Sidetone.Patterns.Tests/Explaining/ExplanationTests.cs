using System.Text;
using System.Text.Json;
using Sidetone.Patterns.Explaining;

namespace Sidetone.Patterns.Tests.Explaining;

public sealed class ExplanationTests
{
    [Fact]
    public void A_field_that_fails_says_what_was_found_where_and_what_was_wanted()
    {
        var explanation = Events.Explain(
            """{"source": ["x"], "detail": {"mos": [{"numeric": ["<", 3.5]}, null]}}""",
            """{"source": "x", "detail": {"mos": [4.1, "3"]}}"""
        );

        var fields = Assert.Single(explanation.Branches).Fields;
        Assert.Equal(["detail.mos", "source"], fields.Select(field => field.Path));
        Assert.Equal([FieldOutcome.Failed, FieldOutcome.Passed], fields.Select(field => field.Outcome));
        Assert.Equal(
            [new FoundValue("detail.mos[0]", "4.1", false), new FoundValue("detail.mos[1]", "\"3\"", false)],
            fields[0].Found
        );
        Assert.Equal(["""{"numeric": ["<", 3.5]}""", "null"], fields[0].Wanted);
        Assert.Equal([new FoundValue("source", "\"x\"", true)], fields[1].Found);
    }

    [Theory]
    [InlineData("{}", "missing")]
    [InlineData("""{"a": {"x": 1}}""", "an object")]
    [InlineData("""{"a": []}""", "an empty array")]
    [InlineData("""{"a": null}""", "null")]
    public void What_is_no_leaf_is_said_in_words(string json, string found)
    {
        var field = Events.Explain("""{"a": ["x"]}""", json).Branches[0].Fields[0];

        Assert.Equal([new FoundValue("a", found, false)], field.Found);
    }

    [Fact]
    public void Inconsistent_array_elements_are_named_as_such()
    {
        var explanation = Events.Explain("""{"d": {"a": [1], "b": [2]}}""", """{"d": [{"a": 1}, {"b": 2}]}""");

        Assert.False(explanation.Matches);
        Assert.Equal(
            [FieldOutcome.Passed, FieldOutcome.InAnotherElement],
            explanation.Branches[0].Fields.Select(field => field.Outcome)
        );
        Assert.Contains("found 2 at d[1].b, which passes", explanation.ToString(), StringComparison.Ordinal);
        Assert.Contains("not in the same element of an array", explanation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Alternatives_are_explained_one_by_one()
    {
        var explanation = Events.Explain("""{"$or": [{"a": [1]}, {"b": [2]}]}""", """{"b": 2}""");

        Assert.True(explanation.Matches);
        Assert.Equal([false, true], explanation.Branches.Select(branch => branch.Matches));
        Assert.Contains("Alternative 2 of 2 matches.", explanation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_get_the_same_as_json()
    {
        var explanation = Events.Explain("""{"a": [{"prefix": "x"}, 5]}""", """{"a": ["y"]}""");
        using var content = new MemoryStream();
        using (var writer = new Utf8JsonWriter(content))
        {
            explanation.WriteTo(writer);
        }

        Assert.Equal(
            """{"matches":false,"branches":[{"matches":false,"fields":[{"path":"a","outcome":"failed","found":[{"place":"a[0]","value":"\u0022y\u0022","passes":false}],"wanted":[{"prefix": "x"},5]}]}]}""",
            Encoding.UTF8.GetString(content.ToArray())
        );
    }

    [Fact]
    public void What_is_wanted_reads_as_the_same_test_again()
    {
        const string List = """
            "x", "\ud800\u0001😀\"", "10.0.0.1", {"exactly": "10.0.0.1"}, 3.0e2, 12345678901234567891, null,
            {"prefix": "a"}, {"prefix": {"equals-ignore-case": "a"}}, {"suffix": "a"}, {"suffix": {"equals-ignore-case": ""}},
            {"equals-ignore-case": "ß"}, {"wildcard": "a*\\*\\\\*"}, {"numeric": ["=", 0.1]}, {"numeric": ["<=", -1]},
            {"numeric": [">", 0, "<", 1e300]}, {"cidr": "10.0.0.0/9"}, {"cidr": "2001:db8::/33"}, {"exists": true},
            {"exists": false}, {"anything-but": ["a", "b"]}, {"anything-but": [1, 2.5]}, {"anything-but": {"prefix": ["a"]}},
            {"anything-but": {"suffix": ["a", "b"]}}, {"anything-but": {"equals-ignore-case": "a"}},
            {"anything-but": {"wildcard": ["a*", "\\*"]}}, {"anything-but": {"wildcard": []}}
            """;
        var pattern = EventPattern.Parse($"{{\"a\": [{List}]}}");
        var wanted = pattern.Explain("{}"u8).Branches[0].Fields[0].Wanted;

        Assert.Equal(pattern, EventPattern.Parse($"{{\"a\": [{string.Join(", ", wanted)}]}}"));
    }
}
