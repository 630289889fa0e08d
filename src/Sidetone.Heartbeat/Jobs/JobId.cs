using System.Globalization;

namespace Sidetone.Heartbeat.Jobs;

/// <summary>The id of one run of a heartbeat: Unix nanoseconds, which no double holds, so that it is a text outside.</summary>
/// <param name="Value">Nanoseconds since the Unix epoch, about when the job was made.</param>
public readonly record struct JobId(long Value)
{
    /// <summary>Reads the text.</summary>
    public static bool TryParse(string? text, out JobId id)
    {
        var isId = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new JobId(value);
        return isId;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Gives ids: the clock to 100 ns, two digits at random, and never the same or a smaller one from one process. The store
/// refuses what two nodes give at once, and another one is tried, further away.
/// </summary>
internal sealed class JobIds(TimeProvider time)
{
    private const int NanosecondsPerTick = 100;
    private const int NanosecondsPerMillisecond = 1_000_000;

    private long _last;

    /// <param name="refused">How many ids were refused before.</param>
    public JobId Next(int refused)
    {
        var ticks = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
        var spread = refused == 0 ? NanosecondsPerTick : NanosecondsPerMillisecond;
        var now = (ticks * NanosecondsPerTick) + Random.Shared.Next(spread);
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return new JobId(next);
            }
        }
    }
}
