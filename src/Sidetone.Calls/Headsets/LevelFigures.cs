using Sidetone.Calls.Timeline;

namespace Sidetone.Calls.Headsets;

/// <summary>A level over a call in dB(A): extremes, and the average weighted by how long each value held.</summary>
/// <remarks>
/// Headsets tell a level when it has changed by some dB. A plain average over what they tell would count a second of
/// shouting as much as a minute of quiet.
/// </remarks>
internal readonly record struct LevelFigures(double Min, double Max, double Average)
{
    private const double StepsPerDb = 100;

    /// <summary>The figures of one type of level; zeros when it was not told.</summary>
    public static LevelFigures Of(IEnumerable<HeardHeadset> pages, string type, SpanSet observed)
    {
        var held = pages.SelectMany(page => page.Levels(type)).OrderBy(each => each.Span.From).ToList();
        var (min, max, sum, weight) = (long.MaxValue, long.MinValue, 0L, 0L);
        for (var index = 0; index < held.Count; index++)
        {
            var (span, level) = held[index];
            // Where two pages hear one headset the later word counts, and time counts once.
            var until = index + 1 < held.Count ? Math.Min(span.Until, held[index + 1].Span.From) : span.Until;
            var length = observed.Within(span with { Until = until }).Length;
            if (length > 0)
            {
                (min, max) = (Math.Min(min, level), Math.Max(max, level));
                (sum, weight) = (sum + (level * length), weight + length);
            }
        }

        return weight == 0
            ? default
            : new LevelFigures(min / StepsPerDb, max / StepsPerDb, sum / (double)weight / StepsPerDb);
    }
}
