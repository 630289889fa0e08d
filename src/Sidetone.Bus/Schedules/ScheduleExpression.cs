using System.Diagnostics.CodeAnalysis;

namespace Sidetone.Bus.Schedules;

/// <summary>When a rule fires by itself: <c>rate(5 minutes)</c> or <c>cron(0 10 * * ? *)</c>, in UTC.</summary>
/// <remarks>The syntax and what is valid in it are Amazon EventBridge's.</remarks>
public abstract class ScheduleExpression
{
    /// <summary>Reads an expression; false where AWS says <c>Parameter ScheduleExpression is not valid.</c></summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ScheduleExpression? expression)
    {
        expression = text switch
        {
            ['r', 'a', 't', 'e', '(', .. var inside, ')'] => RateSchedule.Read(inside),
            ['c', 'r', 'o', 'n', '(', .. var inside, ')'] => CronSchedule.Read(inside),
            _ => null,
        };
        return expression is not null;
    }

    /// <summary>The first time after another at which it fires; null when there is none.</summary>
    /// <param name="time">Not this time itself.</param>
    /// <param name="anchor">From when a rate counts: it fires a whole number of periods after it, never at it.</param>
    public abstract DateTimeOffset? NextAfter(DateTimeOffset time, DateTimeOffset anchor);

    /// <summary>The first time after another; a rate counts from it.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset time) => NextAfter(time, time);
}
