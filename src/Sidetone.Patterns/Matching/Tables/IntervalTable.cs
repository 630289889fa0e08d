namespace Sidetone.Patterns.Matching.Tables;

/// <summary>
/// Closed intervals that a key is looked up in: sorted by their lower ends, with the highest upper end of each half kept
/// at its middle, so that a search costs the logarithm of their number and the number of those it finds. Immutable: a
/// reader takes one, a writer makes the next.
/// </summary>
internal sealed class IntervalTable<TKey>
    where TKey : struct, IComparable<TKey>
{
    public static readonly IntervalTable<TKey> Empty = new([], [], []);

    private readonly TKey[] _lows;
    private readonly TKey[] _highs;
    private readonly TKey[] _highest;
    private readonly int[] _sites;

    private IntervalTable(TKey[] lows, TKey[] highs, int[] sites)
    {
        (_lows, _highs, _sites, _highest) = (lows, highs, sites, new TKey[lows.Length]);
        Fill(0, lows.Length);
    }

    public int Count => _lows.Length;

    public IntervalTable<TKey> With(TKey low, TKey high, int site)
    {
        var at = 0;
        for (var end = _lows.Length; at < end; )
        {
            var middle = (at + end) >>> 1;
            var order = _lows[middle].CompareTo(low);
            if (order < 0 || (order == 0 && _highs[middle].CompareTo(high) < 0))
            {
                at = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return new(
            [.. _lows[..at], low, .. _lows[at..]],
            [.. _highs[..at], high, .. _highs[at..]],
            [.. _sites[..at], site, .. _sites[at..]]
        );
    }

    /// <summary>Adds to <paramref name="found"/> the site of each interval that holds all keys of a range.</summary>
    /// <returns>Whether none holds only a part of the range: the answer is the same wherever in it the key is.</returns>
    public bool Find(TKey from, TKey to, ref SiteList found) => Find(0, _lows.Length, from, to, ref found);

    private bool Find(int start, int end, TKey from, TKey to, ref SiteList found)
    {
        while (start < end)
        {
            var middle = (start + end) >>> 1;
            if (_highest[middle].CompareTo(from) < 0)
            {
                return true;
            }

            if (_lows[middle].CompareTo(to) > 0)
            {
                end = middle;
                continue;
            }

            if (_highs[middle].CompareTo(from) >= 0)
            {
                if (_lows[middle].CompareTo(from) > 0 || _highs[middle].CompareTo(to) < 0)
                {
                    return false;
                }

                found.Add(_sites[middle]);
            }

            if (!Find(start, middle, from, to, ref found))
            {
                return false;
            }

            start = middle + 1;
        }

        return true;
    }

    private TKey? Fill(int start, int end)
    {
        if (start >= end)
        {
            return null;
        }

        var middle = (start + end) >>> 1;
        var highest = _highs[middle];
        foreach (var half in (ReadOnlySpan<TKey?>)[Fill(start, middle), Fill(middle + 1, end)])
        {
            if (half is { } high && high.CompareTo(highest) > 0)
            {
                highest = high;
            }
        }

        return _highest[middle] = highest;
    }
}
