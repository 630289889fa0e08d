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
            count++;
            var expected = record.GetProperty("matched").EnumerateArray().Select(name => name.GetString()!);
            var matched = Matched(record);
            if (!matched.SequenceEqual(expected.Order(StringComparer.Ordinal)))
            {
                disagreements.Add($"{record.Text("id")}: {string.Join(", ", matched)}");
            }
        }

        Assert.Empty(disagreements);
        Assert.Equal(923, count);
    }

    private static List<string> Matched(JsonElement record)
    {
        var rules = new List<(string Name, string Pattern)>();
        foreach (var operation in record.GetProperty("ops").EnumerateArray())
        {
            var rule = (operation[1].GetString()!, operation[2].GetString()!);
            if (operation[0].GetString() == "add")
            {
                rules.Add(rule);
            }
            else
            {
                rules.RemoveAll(other => other == rule);
            }
        }

        return
        [
            .. rules
                .Where(rule =>
                    Explain(EventPattern.Parse(rule.Pattern, PatternLimits.EventRuler), record.Text("event")!).Matches
                )
                .Select(rule => rule.Name)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static PatternExplanation Explain(EventPattern pattern, string text) =>
        pattern.Explain(Encoding.UTF8.GetBytes(text));
}
