using Sidetone.Telemetry.Recordings.Stats;

namespace Sidetone.Telemetry.Recordings.Internals;

/// <summary>One member's values over time, as webrtc-internals writes them: without a time for each.</summary>
/// <param name="Start">The first value's time in milliseconds since the Unix epoch; NaN when not written.</param>
/// <param name="End">The last value's time; NaN when not written.</param>
/// <param name="Values">The values, in order of time.</param>
internal sealed record Series(double Start, double End, Cell[] Values);

/// <summary>One stat over time: a time for each poll that reported it, and the members' values at those times.</summary>
internal sealed class SeriesStat(string id)
{
    /// <summary>Dates are written in whole milliseconds, times with fractions.</summary>
    private const double ExactMs = 1.001;

    private readonly Dictionary<Member, Series> _series = [];
    private readonly List<(Member Member, Cell[] Values, int Offset)> _columns = [];

    public string Id { get; } = id;

    public StatType Type { get; set; }

    public bool IsLegacy { get; set; }

    /// <summary>Its times, in milliseconds since the Unix epoch; empty until <see cref="Align"/>.</summary>
    public double[] Times { get; private set; } = [];

    /// <summary>True when every sample's time is written.</summary>
    public bool HasTimestamps => _series.ContainsKey(Member.Timestamp);

    /// <summary>The first time of all its series, as they state it; NaN when they do not.</summary>
    public double Start =>
        _series.Values.Select(each => each.Start).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    public void Add(Member member, Series series) => _series[member] = series;

    /// <summary>Gives every value its time.</summary>
    /// <remarks>
    /// Since Chrome 117 a series of timestamps says when; before, the longest series spans from its start to its end in
    /// even steps, as the page polled. A member that appeared later has fewer values: where they belong follows from its
    /// own start, end and length, which must agree, or the member is left out.
    /// </remarks>
    public void Align(string connection, List<string> leftOut)
    {
        var isExact = _series.Remove(Member.Timestamp, out var timestamps);
        Times = isExact ? TimesOf(timestamps!) : Spread();
        var step = Times.Length > 1 ? (Times[^1] - Times[0]) / (Times.Length - 1) : 0;
        var tolerance = isExact ? ExactMs : Math.Max(ExactMs, 0.75 * step);
        foreach (var (member, series) in _series)
        {
            if (OffsetOf(series, tolerance) is { } offset)
            {
                _columns.Add((member, series.Values, offset));
            }
            else
            {
                leftOut.Add(
                    $"{connection}: {Id}-{Members.NameOf(member)} left out: {series.Values.Length} values that cannot be laid on "
                        + $"{Times.Length} samples by their start and end."
                );
            }
        }

        _series.Clear();
    }

    /// <summary>The stat as it was reported at one of its times.</summary>
    public Stat At(int index)
    {
        var stat = new Stat(Id, Type);
        foreach (var (member, values, offset) in _columns)
        {
            if (index >= offset && index - offset < values.Length)
            {
                stat[member] = values[index - offset];
            }
        }

        return stat;
    }

    /// <summary>The stat as it stood at a time: as reported then or last before; null when it was not reported yet.</summary>
    public Stat? Until(double time)
    {
        var index = LastIndex(time + ExactMs);
        return index < 0 ? null : At(index);
    }

    /// <summary>The stat as reported by the poll of a time; null when that poll did not report it.</summary>
    public Stat? By(double time, double tolerance)
    {
        var index = LastIndex(time + tolerance);
        if (index > 0 && Math.Abs(Times[index - 1] - time) < Math.Abs(Times[index] - time))
        {
            index--;
        }

        return index < 0 || Math.Abs(Times[index] - time) > tolerance ? null : At(index);
    }

    /// <summary>Every member's last value.</summary>
    public Stat Last()
    {
        var stat = new Stat(Id, Type);
        foreach (var (member, values, _) in _columns)
        {
            stat[member] = values[^1];
        }

        return stat;
    }

    private int LastIndex(double time)
    {
        var index = Array.BinarySearch(Times, time);
        if (index < 0)
        {
            return ~index - 1;
        }

        while (index + 1 < Times.Length && Times[index + 1] <= time)
        {
            index++;
        }

        return index;
    }

    /// <summary>Times do not fall, so that they can be searched: one that does takes the time before it.</summary>
    private static double[] TimesOf(Series timestamps)
    {
        var times = new double[timestamps.Values.Length];
        var last = 0.0;
        for (var i = 0; i < times.Length; i++)
        {
            var time = timestamps.Values[i].Number;
            last = time > last ? time : last;
            times[i] = last;
        }

        return times;
    }

    private double[] Spread()
    {
        var longest = _series.Values.Where(each => each.Start <= each.End).MaxBy(each => each.Values.Length);
        if (longest is null)
        {
            return [];
        }

        var count = longest.Values.Length;
        var step = count > 1 ? (longest.End - longest.Start) / (count - 1) : 0;
        return [.. Enumerable.Range(0, count).Select(i => longest.Start + (i * step))];
    }

    private int? OffsetOf(Series series, double tolerance)
    {
        var count = series.Values.Length;
        if (double.IsNaN(series.Start) || double.IsNaN(series.End))
        {
            return count == Times.Length ? 0 : null;
        }

        // From the end, for a member that has appeared usually stays.
        for (
            var last = Times.Length - 1;
            last - count + 1 >= 0 && Times[last] > series.End - tolerance - ExactMs;
            last--
        )
        {
            var first = last - count + 1;
            if (Math.Abs(Times[last] - series.End) <= tolerance && Math.Abs(Times[first] - series.Start) <= tolerance)
            {
                return first;
            }
        }

        return null;
    }
}
