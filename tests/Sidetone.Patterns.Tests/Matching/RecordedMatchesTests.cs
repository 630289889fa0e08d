using System.Text;
using System.Text.Json;
using Sidetone.Patterns.Language;
using Sidetone.Patterns.Matching;
using Sidetone.Patterns.Tests.Conformance;

namespace Sidetone.Patterns.Tests.Matching;

public sealed class RecordedMatchesTests
{
    private readonly MatchBuffer<string> _found = new();

    [Fact]
    public void Rules_match_as_event_ruler_has_it_when_added_and_deleted_in_the_recorded_order()
    {
        var disagreements = new List<string>();
        var count = 0;
        foreach (var record in PatternCases.All().Where(record => record.Text("kind") == "match"))
        {
            count++;
            var index = new PatternIndex<string>();
            foreach (var operation in record.GetProperty("ops").EnumerateArray())
            {
                var (rule, pattern) = (
                    operation[1].GetString()!,
                    EventPattern.Parse(operation[2].GetString()!, PatternLimits.EventRuler)
                );
                foreach (var part in record.Text("shape") == "with-deletes" ? Alternatives(pattern) : [pattern])
                {
                    if (operation[0].GetString() == "add")
                    {
                        index.Add(rule, part);
                    }
                    else
                    {
                        index.Remove(rule, part);
                    }
                }
            }

            index.Match(Encoding.UTF8.GetBytes(record.Text("event")!), _found);
            var expected = record.GetProperty("matched").EnumerateArray().Select(rule => rule.GetString()!);
            if (!_found.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)))
            {
                disagreements.Add($"{record.Text("id")}: {string.Join(", ", _found)}");
            }
        }

        Assert.Empty(disagreements);
        Assert.Equal(923, count);
    }

    [Fact]
    public void Patterns_match_as_Amazon_moto_and_the_edge_cases_have_it()
    {
        var disagreements = new List<string>();
        var count = 0;
        foreach (var record in PatternCases.All().Where(IsAnswered))
        {
            count++;
            var index = new PatternIndex<string>();
            index.Add("rule", EventPattern.Parse(record.Text("pattern")!));
            index.Match(Encoding.UTF8.GetBytes(record.Text("event")!), _found);
            if (_found.Count == 1 != (record.Text("expect") == "match"))
            {
                disagreements.Add($"{record.Text("id")}: {_found.Count == 1}");
            }
        }

        Assert.Empty(disagreements);
        Assert.Equal(190, count);
    }

    // event-ruler deletes alternative by alternative: a pattern that it is told to delete may name some of those it has.
    private static IEnumerable<EventPattern> Alternatives(EventPattern pattern)
    {
        IEnumerable<ValueList<FieldCondition>> branches = pattern.Branches.SelectMany(branch =>
            branch.Fields.Aggregate(
                (IEnumerable<ValueList<FieldCondition>>)
                    [
                        [],
                    ],
                (chosen, field) =>
                    from fields in chosen
                    from test in field.AnyOf
                    select (ValueList<FieldCondition>)[.. fields, new FieldCondition(field.Path, [test])]
            )
        );
        return branches.Select(fields => new EventPattern([new PatternBranch(fields)]));
    }

    private static bool IsAnswered(JsonElement record) => record.Text("expect") is "match" or "no-match";
}
