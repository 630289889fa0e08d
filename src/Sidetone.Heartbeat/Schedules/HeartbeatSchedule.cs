using Cronos;

namespace Sidetone.Heartbeat.Schedules;

/// <summary>When a heartbeat calls: an endless row of slots, the same on every node and after every restart.</summary>
public abstract record HeartbeatSchedule
{
    private protected HeartbeatSchedule() { }

    /// <summary>The first slot after an instant, in UTC; null when there never is one again.</summary>
    public abstract DateTimeOffset? After(DateTimeOffset instant);
}

/// <summary>Slots of a cron expression in a time zone, as Cronos reads it.</summary>
/// <remarks>
/// Five fields (minute, hour, day of month, month, day of week) or a macro such as <c>@hourly</c>; no seconds, because
/// calls are longer. Where clocks change: a time that does not exist is called once, at the first instant after the
/// gap, when its minute and hour are fixed; an expression with <c>*</c>, <c>-</c> or <c>/</c> in minute or hour goes
/// on by the minutes that there are. A time that comes twice is called once, the first time, when minute and hour are
/// fixed, and both times by an expression that repeats within the day.
/// </remarks>
public sealed record CronSchedule : HeartbeatSchedule
{
    private readonly CronExpression _expression;

    private CronSchedule(string expression, CronExpression parsed, TimeZoneInfo zone)
    {
        Expression = expression;
        _expression = parsed;
        Zone = zone;
    }

    /// <summary>The expression as it was written.</summary>
    public string Expression { get; }

    /// <summary>The time zone.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong.</exception>
    public static CronSchedule Parse(string expression, TimeZoneInfo zone) =>
        new(expression, CronExpression.Parse(expression, CronFormat.Standard), zone);

    /// <inheritdoc/>
    public override DateTimeOffset? After(DateTimeOffset instant) =>
        _expression.GetNextOccurrence(instant, Zone, inclusive: false)?.ToUniversalTime();
}

/// <summary>Slots at whole multiples of an interval since the Unix epoch, whatever the zone.</summary>
/// <param name="Every">The interval, whole seconds.</param>
public sealed record IntervalSchedule(TimeSpan Every) : HeartbeatSchedule
{
    /// <inheritdoc/>
    public override DateTimeOffset? After(DateTimeOffset instant)
    {
        var seconds = (long)Every.TotalSeconds;
        var slots = Math.DivRem(instant.ToUnixTimeSeconds(), seconds, out var rest);
        // Before the epoch the remainder is negative, and the quotient already the next slot.
        return DateTimeOffset.FromUnixTimeSeconds((rest < 0 ? slots : slots + 1) * seconds);
    }
}
