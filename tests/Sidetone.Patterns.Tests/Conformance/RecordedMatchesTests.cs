using System.Text;
using System.Text.Json;
using Sidetone.Patterns.Explaining;

namespace Sidetone.Patterns.Tests.Conformance;

public sealed class RecordedMatchesTests
{
    [Fact]
    public void An_event_matches_a_pattern_when_others_say_so()
    {
        var disagreements = new List<string>();
        var count = 0;
        foreach (var record in PatternCases.All().Where(record => record.Text("expect") is "match" or "no-match"))
        {
            count++;
            var explanation = Explain(EventPattern.Parse(record.Text("pattern")!), record.Text("event")!);
            if (explanation.Matches != (record.Text("expect") == "match"))
            {
                disagreements.Add($"{record.Text("id")}: {explanation}");
            }
        }

        Assert.Empty(disagreements);
        Assert.Equal(190, count);
    }

    [Fact]
    public void The_rules_that_event_ruler_names_match()
    {
        var disagreements = new List<string>();
        var count = 0;
        foreach (var record in PatternCases.All().Where(record => record.Text("kind") == "match"))
        {
            var expected = record.GetProperty("matched").EnumerateArray().Select(name => name.GetString()!);
            var matched = Matched(record);
            count += matched is null ? 0 : 1;
            if (matched is not null && !matched.SequenceEqual(expected.Order(StringComparer.Ordinal)))
            {
                disagreements.Add($"{record.Text("id")}: {string.Join(", ", matched)}");
            }
        }

        Assert.Empty(disagreements);
        Assert.Equal(905, count);
    }

    /// <summary>The names that match; null where a deletion takes only a part of a rule, which rules here do not know.</summary>
    private static List<string>? Matched(JsonElement record)
    {
        var rules = new List<(string Name, string Pattern)>();
        foreach (var operation in record.GetProperty("ops").EnumerateArray())
        {
            var rule = (operation[1].GetString()!, operation[2].GetString()!);
            if (operation[0].GetString() == "add")
            {
                rules.Add(rule);
            }
            else if (rules.RemoveAll(other => other == rule) == 0)
            {
                return null;
            }
        }

        return
        [
            .. rules
                .Where(rule => Matches(rule.Pattern, record))
                .Select(rule => rule.Name)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool Matches(string pattern, JsonElement record) =>
        Explain(EventPattern.Parse(pattern, PatternLimits.EventRuler), record.Text("event")!).Matches;

    private static PatternExplanation Explain(EventPattern pattern, string text) =>
        pattern.Explain(Encoding.UTF8.GetBytes(text));
}
