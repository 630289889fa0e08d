using System.Text;
using Sidetone.Tests;

namespace Sidetone.Patterns.Tests.Conformance;

public sealed class FuzzTests
{
    private static readonly string[] _patterns =
    [
        """{"source": ["a", {"prefix": "b"}], "detail": {"mos": [{"numeric": [">", 0, "<=", 5]}], "n": [null, 3.0e2]}}""",
        """{"$or": [{"a": ["10.0.0.1"]}, {"b": [{"exists": false}]}], "c": [{"anything-but": {"wildcard": ["*x*", "y"]}}]}""",
        """{"a": {"b": [{"cidr": "10.0.0.0/8"}, {"suffix": {"equals-ignore-case": "ß"}}]}, "a.c": [{"wildcard": "a*b*"}]}""",
        """{"a": [{"anything-but": [1, 2.5]}, {"anything-but": ["x"]}, {"equals-ignore-case": "straße"}, {"exactly": "x"}]}""",
    ];

    private static readonly string[] _events =
    [
        """{"source": "b", "detail": {"mos": 4.1, "n": [300, {"x": null}]}, "a": [{"b": "10.1.1.1"}, {"c": "a-b-"}]}""",
        """{"a": "10.0.0.1", "b": [], "c": ["x", "\ud800", "STRASSE"], "a.c": {"d": [[1]]}, "a": 12345678901234567891}""",
    ];

    [Fact]
    public void A_pattern_is_read_or_refused_and_nothing_else()
    {
        Fuzz.Run([.. _patterns, .. Recorded("pattern"), .. Recorded("rule")], CheckPattern);
    }

    [Fact]
    public void An_event_is_explained_or_refused_and_nothing_else()
    {
        var patterns = _patterns.Select(EventPattern.Parse).ToArray();
        Fuzz.Run(
            [.. _events, .. Recorded("event")],
            text =>
            {
                foreach (var pattern in patterns)
                {
                    Explain(pattern, text);
                }
            }
        );
    }

    private static void CheckPattern(string text)
    {
        if (!EventPattern.TryParse(text, out var pattern, out var fault))
        {
            Assert.StartsWith(PatternException.AwsPrefix + fault.Message, fault.AwsMessage, StringComparison.Ordinal);
            Assert.Equal(
                fault.Location is not null,
                fault.AwsMessage.EndsWith(']') && fault.AwsMessage.Contains("\n at [Source", StringComparison.Ordinal)
            );
            return;
        }

        foreach (var json in _events)
        {
            Explain(pattern, json);
        }

        var explained = pattern.Explain("{}"u8);
        foreach (var (branch, explanation) in pattern.Branches.Zip(explained.Branches))
        {
            foreach (
                var (field, wanted) in branch.Fields.Zip(explanation.Fields, (field, said) => (field, said.Wanted))
            )
            {
                var again = EventPattern.Parse($"{{\"x\": [{string.Join(", ", wanted)}]}}", PatternLimits.EventRuler);
                Assert.Equal(field.AnyOf, again.Branches[0].Fields[0].AnyOf);
            }
        }
    }

    private static void Explain(EventPattern pattern, string json)
    {
        try
        {
            Assert.NotEmpty(pattern.Explain(Encoding.UTF8.GetBytes(json)).ToString());
        }
        catch (EventFormatException)
        {
            // A refusal is an answer.
        }
    }

    private static IEnumerable<string> Recorded(string name) =>
        SharedCases.FolderOrNull("conformance") is null
            ? []
            : PatternCases
                .All()
                .Select(record => record.Text(name))
                .OfType<string>()
                .Where(text => text.Length < 4_000);
}
