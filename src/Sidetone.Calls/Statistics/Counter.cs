using Sidetone.Telemetry;

namespace Sidetone.Calls.Statistics;

/// <summary>Adds up the differences of one cumulative counter.</summary>
/// <remarks>
/// A first observation counts from zero, because a counter begins at zero with its stream; a counter that falls began
/// again. What is missing changes nothing, so a lost batch costs no packets.
/// </remarks>
internal struct Counter()
{
    private long _last = Track.Missing;

    /// <summary>The sum of all differences.</summary>
    public long Total { get; private set; }

    /// <summary>Says that the stream began again: the next value counts from zero, or is only a base.</summary>
    public void Restart(bool baseline) => _last = baseline ? Track.Missing : 0;

    /// <summary>Whether a value would be a fall.</summary>
    public readonly bool WouldFall(long value) => value != Track.Missing && _last != Track.Missing && value < _last;

    /// <summary>Takes a value of a counter that never falls by itself, and returns what it adds.</summary>
    public long Advance(long value, bool baseline)
    {
        if (WouldFall(value))
        {
            Restart(baseline: false);
        }

        return AdvanceSigned(value, baseline);
    }

    /// <summary>Takes a value of a counter that may fall by itself, such as <c>packetsLost</c>, and returns what it adds.</summary>
    public long AdvanceSigned(long value, bool baseline)
    {
        if (value == Track.Missing)
        {
            return 0;
        }

        var added = value - (_last == Track.Missing ? (baseline ? value : 0) : _last);
        _last = value;
        Total += added;
        return added;
    }
}
