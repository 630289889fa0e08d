namespace Sidetone.Bus.Schedules;

/// <summary>The days of a cron expression: days of the month, or days of the week with Sunday as 1.</summary>
internal abstract class CronDays
{
    private const int MonthMax = 31;
    private const int WeekMax = 7;

    /// <summary>Reads the two fields; null unless both are valid and exactly one is <c>?</c>.</summary>
    public static CronDays? Read(string monthDays, string weekdays, IReadOnlyList<string> names) =>
        (monthDays == "?", weekdays == "?") switch
        {
            (false, true) => ReadMonth(monthDays),
            (true, false) => ReadWeek(weekdays, names),
            _ => null,
        };

    /// <summary>True on a day on which it fires.</summary>
    public abstract bool Holds(DateTime day);

    private static CronDays? ReadMonth(string field) =>
        field switch
        {
            "L" => new LastDay(),
            "LW" => new NearestWeekday(MonthMax),
            [.. var number, 'W'] => CronField.Value(number, 1, MonthMax, []) is { } near
                ? new NearestWeekday(near)
                : null,
            _ => CronField.Read(field, 1, MonthMax, []) is { } days ? new OfMonth(days) : null,
        };

    private static CronDays? ReadWeek(string field, IReadOnlyList<string> names)
    {
        if (field == "L")
        {
            return new OfWeek(CronField.Read("7", 1, WeekMax, [])!);
        }

        if (field.Split('#') is [var which, var nth])
        {
            return
                CronField.Value(which, 1, WeekMax, names) is { } weekday && CronField.Value(nth, 1, 5, []) is { } week
                ? new NthOfMonth(weekday, week)
                : null;
        }

        if (field is [.. var last, 'L'] && CronField.Value(last, 1, WeekMax, names) is { } lastWeekday)
        {
            return new LastOfMonth(lastWeekday);
        }

        return CronField.Read(field, 1, WeekMax, names) is { } days ? new OfWeek(days) : null;
    }

    private static int Weekday(DateTime day) => (int)day.DayOfWeek + 1;

    private static int Length(DateTime day) => DateTime.DaysInMonth(day.Year, day.Month);

    private sealed class OfMonth(bool[] days) : CronDays
    {
        public override bool Holds(DateTime day) => days[day.Day];
    }

    private sealed class LastDay : CronDays
    {
        public override bool Holds(DateTime day) => day.Day == Length(day);
    }

    /// <summary>The weekday nearest to a day, within its month.</summary>
    private sealed class NearestWeekday(int to) : CronDays
    {
        public override bool Holds(DateTime day)
        {
            // The last weekday of the month is asked for as the one nearest to a day that may not be there.
            if (to > Length(day) && to != MonthMax)
            {
                return false;
            }

            var wanted = new DateTime(day.Year, day.Month, Math.Min(to, Length(day)));
            var nearest = wanted.DayOfWeek switch
            {
                DayOfWeek.Saturday => wanted.Day > 1 ? wanted.AddDays(-1) : wanted.AddDays(2),
                DayOfWeek.Sunday => wanted.Day < Length(day) ? wanted.AddDays(1) : wanted.AddDays(-2),
                _ => wanted,
            };
            return day.Day == nearest.Day;
        }
    }

    private sealed class OfWeek(bool[] days) : CronDays
    {
        public override bool Holds(DateTime day) => days[Weekday(day)];
    }

    private sealed class NthOfMonth(int weekday, int nth) : CronDays
    {
        public override bool Holds(DateTime day) => Weekday(day) == weekday && ((day.Day - 1) / 7) + 1 == nth;
    }

    private sealed class LastOfMonth(int weekday) : CronDays
    {
        public override bool Holds(DateTime day) => Weekday(day) == weekday && day.Day + 7 > Length(day);
    }
}
