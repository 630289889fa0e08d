using System.Globalization;

namespace Sidetone.Bus.Schedules;

/// <summary><c>rate(1 minute)</c>, <c>rate(5 hours)</c>: every so often.</summary>
internal sealed class RateSchedule : ScheduleExpression
{
    // Longer than any server lives, and short of what a time can hold.
    private const long MinutesMax = 100L * 366 * 24 * 60;

    private readonly TimeSpan _period;

    private RateSchedule(TimeSpan period) => _period = period;

    /// <summary>Reads what stands between the parentheses; one is <c>1 minute</c>, more are <c>2 minutes</c>.</summary>
    public static RateSchedule? Read(string inside)
    {
        if (
            inside.Split(' ') is not [var count, var unit]
            || !long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < 1
        )
        {
            return null;
        }

        long? minutes = (unit, number == 1) switch
        {
            ("minute", true) or ("minutes", false) => 1,
            ("hour", true) or ("hours", false) => 60,
            ("day", true) or ("days", false) => 24 * 60,
            _ => null,
        };
        return minutes is { } each && number <= MinutesMax / each
            ? new RateSchedule(TimeSpan.FromMinutes(number * each))
            : null;
    }

    public override DateTimeOffset? NextAfter(DateTimeOffset time, DateTimeOffset anchor)
    {
        var periods = time < anchor ? 0 : (time - anchor).Ticks / _period.Ticks;
        return anchor + ((periods + 1) * _period);
    }
}
