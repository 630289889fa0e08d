using Sidetone.Calls.Statistics;
using Sidetone.Calls.Timeline;

namespace Sidetone.Calls.Insights;

/// <summary>Finds stretches in which something held second after second.</summary>
internal static class Runs
{
    /// <summary>Valid seconds further apart than this are not consecutive.</summary>
    private const long HoleMaxMs = StreamObservation.LiveIntervalMaxMs;

    /// <summary>
    /// The stretches of consecutive valid seconds for which the test says true; null means that a second has no value,
    /// which neither adds to a stretch nor breaks it.
    /// </summary>
    public static List<Span> Find(IReadOnlyList<CallSecond> seconds, Func<CallSecond, bool?> test)
    {
        var runs = new List<Span>();
        var isOpen = false;
        foreach (var second in seconds)
        {
            if (test(second) is not { } holds)
            {
                continue;
            }

            if (!holds)
            {
                isOpen = false;
            }
            else if (isOpen && second.Start - runs[^1].Until <= HoleMaxMs)
            {
                runs[^1] = runs[^1] with { Until = second.End };
            }
            else
            {
                runs.Add(new Span(second.Start, second.End));
                isOpen = true;
            }
        }

        return runs;
    }

    /// <summary>
    /// A stretch in whole seconds: samples come some milliseconds early or late, and a limit of 10 s means ten of them.
    /// </summary>
    public static double WholeSeconds(Span span) => Math.Round(span.Length / 1000.0, MidpointRounding.AwayFromZero);

    /// <summary>The finding that the longest of some stretches makes when it lasted longer than the window.</summary>
    public static InsightFinding? LongerThan(IReadOnlyList<Span> spans, double windowSec, string direction) =>
        Lasting(spans, seconds => seconds > windowSec, direction);

    /// <summary>The finding that the longest of some stretches makes when it lasted at least the window.</summary>
    public static InsightFinding? AtLeast(IReadOnlyList<Span> spans, double windowSec, string direction) =>
        Lasting(spans, seconds => seconds >= windowSec, direction);

    private static InsightFinding? Lasting(IReadOnlyList<Span> spans, Func<double, bool> isLong, string direction)
    {
        List<Span> lasting = [.. spans.Where(span => isLong(WholeSeconds(span)))];
        return lasting.Count == 0 ? null : new InsightFinding(lasting.Max(WholeSeconds), direction, lasting);
    }
}
