using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sidetone.Bus.Schedules;
using Sidetone.Tests;

namespace Sidetone.Bus.Tests.Schedules;

public sealed partial class ScheduleExpressionTests
{
    [Fact]
    public void Every_expression_that_was_recorded_is_valid_or_not_as_it_was_there()
    {
        var file = Path.Combine(SharedCases.Folder("conformance"), "eventbridge-api", "events_schedule.snapshot.json");
        using var recorded = JsonDocument.Parse(File.ReadAllText(file));
        var seen = 0;
        foreach (var test in recorded.RootElement.EnumerateObject())
        {
            if (Parameter().Match(test.Name) is not { Success: true } match)
            {
                continue;
            }

            var valid = !test.Name.Contains("_invalid_", StringComparison.Ordinal);
            Assert.True(
                ScheduleExpression.TryParse(match.Groups[1].Value, out _) == valid,
                $"{match.Groups[1].Value} should be {(valid ? "valid" : "invalid")}"
            );
            seen++;
        }

        Assert.True(seen > 15, $"Only {seen} expressions were found.");
    }

    [Theory]
    [InlineData("rate(1 minute)")]
    [InlineData("rate(2 hours)")]
    [InlineData("cron(0/15 0-3 ? * MON-FRI 2026-2030)")]
    [InlineData("cron(0 0 LW * ? *)")]
    [InlineData("cron(0 0 15W * ? *)")]
    [InlineData("cron(0 0 ? * L *)")]
    public void What_the_documentation_allows_is_valid(string text) =>
        Assert.True(ScheduleExpression.TryParse(text, out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("rate(1 minutes)")]
    [InlineData("rate(5 minute)")]
    [InlineData("rate(0 minutes)")]
    [InlineData("rate(-1 minutes)")]
    [InlineData("rate(10 seconds)")]
    [InlineData("rate(99999999999 days)")]
    [InlineData("rate(5 minutes")]
    [InlineData("cron(0 0 ? * ? *)")]
    [InlineData("cron(0 0 1 * 2 *)")]
    [InlineData("cron(0 24 1 * ? *)")]
    [InlineData("cron(0 0 32 * ? *)")]
    [InlineData("cron(0 0 1 13 ? *)")]
    [InlineData("cron(0 0 ? * MON#6 *)")]
    [InlineData("cron(0 0 1 * ? 1969)")]
    [InlineData("cron(0/0 0 1 * ? *)")]
    [InlineData("cron(0 0 1 * ?)")]
    public void What_cannot_be_a_schedule_is_not_valid(string? text) =>
        Assert.False(ScheduleExpression.TryParse(text, out _));

    [Theory]
    // 2026-01-02 is a Friday.
    [InlineData("cron(0 10 * * ? *)", "2026-01-02T03:04:05Z", "2026-01-02T10:00:00Z")]
    [InlineData("cron(4 3 * * ? *)", "2026-01-02T03:04:00Z", "2026-01-03T03:04:00Z")]
    [InlineData("cron(5 3 * * ? *)", "2026-01-02T03:04:59Z", "2026-01-02T03:05:00Z")]
    [InlineData("cron(0/15 * * * ? *)", "2026-01-02T03:46:00Z", "2026-01-02T04:00:00Z")]
    [InlineData("cron(0 18 ? * MON-FRI *)", "2026-01-02T19:00:00Z", "2026-01-05T18:00:00Z")]
    [InlineData("cron(0 2 ? * SAT#3 *)", "2026-01-02T00:00:00Z", "2026-01-17T02:00:00Z")]
    [InlineData("cron(15 10 ? * 6L *)", "2026-01-02T00:00:00Z", "2026-01-30T10:15:00Z")]
    [InlineData("cron(0 0 L * ? *)", "2026-02-01T00:00:00Z", "2026-02-28T00:00:00Z")]
    [InlineData("cron(0 0 LW * ? *)", "2026-01-02T00:00:00Z", "2026-01-30T00:00:00Z")]
    [InlineData("cron(0 0 17W * ? *)", "2026-01-02T00:00:00Z", "2026-01-16T00:00:00Z")]
    [InlineData("cron(0 0 1W * ? *)", "2026-01-31T12:00:00Z", "2026-02-02T00:00:00Z")]
    [InlineData("cron(0 0 29 FEB ? *)", "2026-01-02T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("cron(0 0 ? * FRI-MON *)", "2026-01-05T00:00:00Z", "2026-01-09T00:00:00Z")]
    [InlineData("cron(15 10 ? * 6L 2002-2005)", "2026-01-02T00:00:00Z", null)]
    public void A_cron_expression_fires_next_when_its_fields_say(string text, string after, string? next)
    {
        Assert.True(ScheduleExpression.TryParse(text, out var schedule));
        Assert.Equal(
            next is null ? null : DateTimeOffset.Parse(next, CultureInfo.InvariantCulture),
            schedule.NextAfter(DateTimeOffset.Parse(after, CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void A_rate_fires_whole_periods_after_its_beginning_and_not_at_it()
    {
        Assert.True(ScheduleExpression.TryParse("rate(5 minutes)", out var schedule));
        var begin = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        Assert.Equal(begin.AddMinutes(5), schedule.NextAfter(begin, begin));
        Assert.Equal(begin.AddMinutes(10), schedule.NextAfter(begin.AddMinutes(5), begin));
        Assert.Equal(begin.AddMinutes(10), schedule.NextAfter(begin.AddMinutes(9.9), begin));
        Assert.Equal(begin.AddMinutes(5), schedule.NextAfter(begin.AddDays(-1), begin));
    }

    [GeneratedRegex(@"schedule_cron\[(.*)\]$")]
    private static partial Regex Parameter();
}
