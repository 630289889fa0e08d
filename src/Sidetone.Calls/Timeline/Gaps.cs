using Sidetone.Calls.Statistics;

namespace Sidetone.Calls.Timeline;

/// <summary>The stretches in which a direction carried no packet though the call talked.</summary>
/// <param name="All">Every stretch without packets outside ring, hold and (outbound) mute.</param>
/// <param name="Outages">Those of them that were not to be expected: a fault, not silence suppression.</param>
internal sealed record Gaps(IReadOnlyList<Span> All, IReadOnlyList<Span> Outages)
{
    /// <summary>Finds the gaps of one direction.</summary>
    /// <remarks>
    /// A sender that suppresses silence stops sending and loses nothing: packets resume and the loss count has hardly
    /// grown. A gap is an outage when packets never resume, or when at least half of what the gap would usually have
    /// carried was counted as lost.
    /// </remarks>
    public static Gaps Of(IReadOnlyList<CallSecond> seconds, CallTimeline timeline, bool inbound)
    {
        var excused = inbound ? timeline.Hold : timeline.Hold.Or(timeline.Mute);
        var usual = UsualPacketsPerSecond(seconds, inbound);
        var all = new List<Span>();
        var outages = new List<Span>();
        for (var index = 0; index < seconds.Count; index++)
        {
            if (!IsEmpty(seconds[index], inbound))
            {
                continue;
            }

            var (stretches, lost) = ReadGap(seconds, ref index, inbound);
            List<Span> unexcused =
            [
                .. stretches.SelectMany(stretch =>
                    excused.Outside(
                        new Span(
                            Math.Max(stretch.From, timeline.Talk.From),
                            Math.Min(stretch.Until, timeline.Talk.Until)
                        )
                    )
                ),
            ];
            all.AddRange(unexcused);
            var resumes = index < seconds.Count;
            var carried = usual * unexcused.Sum(span => span.Length) / 1000.0;
            if (!resumes || (carried > 0 && lost >= carried / 2))
            {
                outages.AddRange(unexcused);
            }
        }

        return new Gaps(all, outages);
    }

    /// <summary>
    /// Reads one gap from its first second, and leaves the index at the second that carries packets again. Where
    /// telemetry itself is missing nobody knows whether packets moved: that time belongs to no stretch.
    /// </summary>
    private static (List<Span> Stretches, long Lost) ReadGap(
        IReadOnlyList<CallSecond> seconds,
        ref int index,
        bool inbound
    )
    {
        var stretches = new List<Span>();
        var lost = 0L;
        for (; index < seconds.Count; index++)
        {
            var second = seconds[index];
            var direction = inbound ? second.Inbound : second.Outbound;
            if (!direction.Observed)
            {
                continue;
            }

            lost += direction.Lost;
            if (direction.Packets > 0)
            {
                break;
            }

            if (stretches.Count > 0 && second.Start - stretches[^1].Until <= StreamObservation.LiveIntervalMaxMs)
            {
                stretches[^1] = stretches[^1] with { Until = second.End };
            }
            else
            {
                stretches.Add(new Span(second.Start, second.End));
            }
        }

        return (stretches, lost);
    }

    private static bool IsEmpty(CallSecond second, bool inbound) =>
        inbound
            ? second.Inbound.Observed && second.Inbound.Packets == 0
            : second.Outbound.Observed && second.Outbound.Packets == 0;

    /// <summary>The median packet rate over the seconds that carried any; the median is not moved by the gaps' edges.</summary>
    private static double UsualPacketsPerSecond(IReadOnlyList<CallSecond> seconds, bool inbound)
    {
        var rates = new List<double>(seconds.Count);
        for (var index = 0; index < seconds.Count; index++)
        {
            var second = seconds[index];
            var packets = inbound ? second.Inbound.Packets : second.Outbound.Packets;
            if (packets > 0)
            {
                rates.Add(1000.0 * packets / second.Length);
            }
        }

        if (rates.Count == 0)
        {
            return 0;
        }

        rates.Sort();
        return rates[rates.Count / 2];
    }
}
