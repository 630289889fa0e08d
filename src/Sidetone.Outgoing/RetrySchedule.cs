namespace Sidetone.Outgoing;

/// <summary>How long to wait before sending again: exponential backoff with full jitter, without end.</summary>
/// <param name="first">The longest wait after the first failure.</param>
/// <param name="longest">The longest wait of all.</param>
/// <param name="jitter">The source of randomness.</param>
public sealed class RetrySchedule(TimeSpan first, TimeSpan longest, Random jitter)
{
    // What a destination asks for is honoured up to here: a wrong header must not silence it for a month.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>The wait after a number of failures, from 1.</summary>
    /// <param name="failures">How often it failed.</param>
    /// <param name="asked">How long the destination asked to be left alone; never less is waited.</param>
    public TimeSpan DelayAfter(long failures, TimeSpan? asked)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);

        // The exponent is capped so that the multiplication cannot overflow before the cap applies.
        var doublings = (int)Math.Min(failures - 1, 30);
        var ceiling = Math.Min(longest.Ticks, first.Ticks * (double)(1L << doublings));

        // Full jitter: events that failed together must not come back together.
        var delay = TimeSpan.FromTicks((long)(ceiling * jitter.NextDouble()));
        if (asked is not { } wish)
        {
            return delay;
        }

        return delay + TimeSpan.FromTicks(Math.Clamp(wish.Ticks, 0, LongestAsked.Ticks));
    }
}
