namespace Sidetone.Calls.Timeline;

/// <summary>A stretch of time, from and until in milliseconds since the Unix epoch; the end is not part of it.</summary>
public readonly record struct Span(long From, long Until)
{
    /// <summary>Its length in milliseconds.</summary>
    public long Length => Math.Max(0, Until - From);
}

/// <summary>A set of instants, kept as ordered stretches that do not touch.</summary>
internal sealed class SpanSet
{
    private readonly List<Span> _spans;

    private SpanSet(List<Span> spans) => _spans = spans;

    /// <summary>No instant.</summary>
    public static SpanSet Empty { get; } = new([]);

    /// <summary>The stretches, ordered.</summary>
    public IReadOnlyList<Span> Spans => _spans;

    /// <summary>All its time, in milliseconds.</summary>
    public long Length
    {
        get
        {
            var length = 0L;
            foreach (var span in _spans)
            {
                length += span.Length;
            }

            return length;
        }
    }

    /// <summary>The union of stretches, in whatever order and however they overlap.</summary>
    public static SpanSet Union(IEnumerable<Span> spans)
    {
        var union = new List<Span>();
        foreach (var span in spans.Where(span => span.Length > 0).OrderBy(span => span.From))
        {
            if (union.Count > 0 && span.From <= union[^1].Until)
            {
                union[^1] = union[^1] with { Until = Math.Max(union[^1].Until, span.Until) };
            }
            else
            {
                union.Add(span);
            }
        }

        return new SpanSet(union);
    }

    /// <summary>What is in this set and in the stretch.</summary>
    public SpanSet Within(Span bounds) =>
        new([
            .. _spans
                .Select(span => new Span(Math.Max(span.From, bounds.From), Math.Min(span.Until, bounds.Until)))
                .Where(span => span.Length > 0),
        ]);

    /// <summary>What is in this set or the other.</summary>
    public SpanSet Or(SpanSet other) => Union([.. _spans, .. other._spans]);

    /// <summary>What is in both sets.</summary>
    public SpanSet And(SpanSet other) => new([.. _spans.SelectMany(span => other.Within(span)._spans)]);

    /// <summary>What is in the stretch and not in this set.</summary>
    public IEnumerable<Span> Outside(Span bounds)
    {
        var from = bounds.From;
        foreach (var span in _spans)
        {
            if (span.Until <= from)
            {
                continue;
            }

            if (span.From >= bounds.Until)
            {
                break;
            }

            if (span.From > from)
            {
                yield return new Span(from, span.From);
            }

            from = span.Until;
        }

        if (from < bounds.Until)
        {
            yield return new Span(from, bounds.Until);
        }
    }

    /// <summary>True when more than half of the stretch lies in this set.</summary>
    public bool CoversMostOf(Span bounds) => _spans.Count > 0 && 2 * Within(bounds).Length > bounds.Length;

    /// <summary>The stretch that lasts until an instant; null when the instant before it is not in this set.</summary>
    public Span? EndingAt(long instant)
    {
        foreach (var span in _spans)
        {
            if (span.From < instant && span.Until >= instant)
            {
                return span with { Until = instant };
            }
        }

        return null;
    }
}
