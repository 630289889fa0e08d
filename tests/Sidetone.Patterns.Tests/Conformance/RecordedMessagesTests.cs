using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sidetone.Patterns.Tests.Conformance;

public sealed partial class RecordedMessagesTests
{
    [Fact]
    public void Patterns_are_valid_or_refused_as_event_ruler_has_it_word_for_word()
    {
        var disagreements = new List<string>();
        var count = 0;
        foreach (var record in PatternCases.All().Where(record => record.Text("kind") == "compile"))
        {
            if (record.TryGetProperty("ruleOverriding", out var overriding) && !overriding.GetBoolean())
            {
                continue;
            }

            count++;
            var said = EventPattern.TryParse(record.Text("rule")!, PatternLimits.EventRuler, out _, out var fault)
                ? null
                : fault.AwsMessage[PatternException.AwsPrefix.Length..];
            if (said != record.Text("error"))
            {
                disagreements.Add($"{record.Text("id")}: {said} instead of {record.Text("error")}");
            }
        }

        Assert.Empty(disagreements);
        Assert.Equal(814, count);
    }

    [Fact]
    public void Refusals_are_those_of_Amazon_word_for_word()
    {
        var count = 0;
        foreach (var record in PatternCases.All().Where(record => IsPatternFault(record)))
        {
            count++;
            var fault = Assert.Throws<PatternException>(() => EventPattern.Parse(record.Text("pattern")!));
            if (record.Text("errorMessage") is { } message)
            {
                Assert.Equal(message, PatternException.AwsPrefix + fault.Message);
            }

            if (record.Text("errorMessageRaw") is { } raw)
            {
                // Account, partition and region are masked in the recordings, in the pattern that they repeat, too.
                var masked = "^" + Mask().Replace(Regex.Escape(raw), ".*") + "$";
                Assert.Matches(new Regex(masked, RegexOptions.Singleline), fault.AwsMessage);
            }
        }

        Assert.Equal(20, count);
    }

    [Fact]
    public void Patterns_that_match_or_do_not_are_read()
    {
        foreach (var record in PatternCases.All().Where(record => record.Text("expect") is "match" or "no-match"))
        {
            EventPattern.Parse(record.Text("pattern")!);
        }
    }

    private static bool IsPatternFault(JsonElement record) =>
        record.Text("expect") == "exception" && record.Text("errorCode") != "ValidationException";

    [GeneratedRegex("<[a-z]+>")]
    private static partial Regex Mask();
}
