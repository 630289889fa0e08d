using System.Text;
using Sidetone.Patterns.Matching;

namespace Sidetone.Patterns.Tests.Matching;

/// <summary>The index beside the evaluator that follows every choice: what one finds, the other explains.</summary>
public sealed class RandomMatchesTests
{
    private const int Patterns = 24;
    private const int Events = 16;

    private static readonly int _rounds = int.TryParse(
        Environment.GetEnvironmentVariable("SIDETONE_RANDOM_ROUNDS"),
        out var rounds
    )
        ? rounds
        : 250;

    private readonly MatchBuffer<int> _found = new();

    [Fact]
    public void The_index_finds_the_patterns_that_match_and_no_other()
    {
        var (asked, matched) = (0, 0);
        for (var seed = 0; seed < _rounds; seed++)
        {
            var random = new Random(seed);
            var cases = new RandomCases(random);
            var rules = Rules(cases);
            var index = new PatternIndex<int>();
            foreach (var (rule, pattern) in rules)
            {
                index.Add(rule, pattern);
            }

            for (var round = 0; round < Events; round++)
            {
                var text = cases.Event();
                Compare(seed, index, rules, text);
                asked += rules.Count;
                matched += _found.Count;

                // One rule goes, and with many of them gone the rest is compiled anew.
                if (rules.Count > 0 && random.Next(2) == 0)
                {
                    var gone = rules.Keys.ElementAt(random.Next(rules.Count));
                    Assert.True(index.Remove(gone, rules[gone]));
                    rules.Remove(gone);
                }
            }
        }

        Assert.True(asked > _rounds * Patterns, $"Only {asked} were asked.");
        Assert.True(matched > asked / 50, $"Only {matched} of {asked} matched: the cases say little.");
    }

    [Fact]
    public void The_index_stays_right_while_many_rules_come_and_go()
    {
        var random = new Random(1);
        var cases = new RandomCases(random);
        var index = new PatternIndex<int>();
        var rules = new Dictionary<int, EventPattern>();
        for (var next = 0; next < _rounds * 8; next++)
        {
            if (EventPattern.TryParse(cases.Pattern(), PatternLimits.EventRuler, out var pattern, out _))
            {
                index.Add(next, pattern);
                rules.Add(next, pattern);
            }

            while (rules.Count > 20)
            {
                var gone = rules.Keys.ElementAt(random.Next(rules.Count));
                Assert.True(index.Remove(gone));
                rules.Remove(gone);
            }

            if (next % 4 == 0)
            {
                Compare(next, index, rules, cases.Event());
            }
        }
    }

    private static Dictionary<int, EventPattern> Rules(RandomCases cases)
    {
        var rules = new Dictionary<int, EventPattern>();
        for (var rule = 0; rule < Patterns; rule++)
        {
            // Some combinations are refused, such as a range whose bottom is above its top.
            if (EventPattern.TryParse(cases.Pattern(), PatternLimits.EventRuler, out var pattern, out _))
            {
                rules.Add(rule, pattern);
            }
        }

        return rules;
    }

    private void Compare(int seed, PatternIndex<int> index, Dictionary<int, EventPattern> rules, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        index.Match(utf8, _found);
        var found = _found.ToHashSet();
        Assert.Equal(found.Count, _found.Count);
        foreach (var (rule, pattern) in rules)
        {
            Assert.True(
                pattern.Explain(utf8).Matches == found.Contains(rule),
                $"Seed {seed}: the index says {found.Contains(rule)} of {text} and {string.Join(" | ", pattern.Branches.Select(branch => string.Join(" & ", branch.Fields)))}"
            );
        }

        Assert.Subset(rules.Keys.ToHashSet(), found);
    }
}
