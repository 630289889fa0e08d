namespace Sidetone.Bus.Schedules;

/// <summary>
/// <c>cron(minutes hours day-of-month month day-of-week year)</c>: one of the two days is <c>?</c>, the other says which.
/// </summary>
internal sealed class CronSchedule : ScheduleExpression
{
    private const int YearMin = 1970;
    private const int YearMax = 2199;
    private static readonly string[] Months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".Split(' ');
    private static readonly string[] Weekdays = "SUN MON TUE WED THU FRI SAT".Split(' ');

    private readonly bool[] _minutes;
    private readonly bool[] _hours;
    private readonly bool[] _months;
    private readonly bool[] _years;
    private readonly CronDays _days;

    private CronSchedule(bool[] minutes, bool[] hours, bool[] months, bool[] years, CronDays days) =>
        (_minutes, _hours, _months, _years, _days) = (minutes, hours, months, years, days);

    /// <summary>Reads what stands between the parentheses.</summary>
    public static CronSchedule? Read(string inside)
    {
        if (
            inside.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            is not [var minutes, var hours, var monthDays, var months, var weekdays, var years]
        )
        {
            return null;
        }

        return
            CronField.Read(minutes, 0, 59, []) is { } minuteSet
            && CronField.Read(hours, 0, 23, []) is { } hourSet
            && CronField.Read(months, 1, 12, Months) is { } monthSet
            && CronField.Read(years, YearMin, YearMax, []) is { } yearSet
            && CronDays.Read(monthDays, weekdays, Weekdays) is { } days
            ? new CronSchedule(minuteSet, hourSet, monthSet, yearSet, days)
            : null;
    }

    public override DateTimeOffset? NextAfter(DateTimeOffset time, DateTimeOffset anchor)
    {
        var from = time.UtcDateTime;
        var day = from.Date;
        var minuteOfDay = (from.Hour * 60) + from.Minute + 1; // The first minute that begins after the time.
        while (day.Year <= YearMax)
        {
            if (!_years[day.Year])
            {
                (day, minuteOfDay) = (new DateTime(day.Year + 1, 1, 1), 0);
            }
            else if (!_months[day.Month])
            {
                (day, minuteOfDay) = (new DateTime(day.Year, day.Month, 1).AddMonths(1), 0);
            }
            else if (_days.Holds(day) && TimeFrom(minuteOfDay) is { } found)
            {
                return new DateTimeOffset(day.AddMinutes(found), TimeSpan.Zero);
            }
            else
            {
                (day, minuteOfDay) = (day.AddDays(1), 0);
            }
        }

        return null;
    }

    /// <summary>The first minute of a day at or after another that it fires in.</summary>
    private int? TimeFrom(int minuteOfDay)
    {
        for (var minute = minuteOfDay; minute < 24 * 60; minute++)
        {
            if (_hours[minute / 60] && _minutes[minute % 60])
            {
                return minute;
            }
        }

        return null;
    }
}
