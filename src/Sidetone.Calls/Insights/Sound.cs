using Sidetone.Calls.Statistics;
using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Insights;

/// <summary>What levels say about who spoke and when; levels are linear, 0 to 32767.</summary>
internal static class Sound
{
    /// <summary>−50 dBFS: below it nobody speaks.</summary>
    public const long SilenceLevel = 104;

    /// <summary>−35 dBFS: at or above it somebody surely speaks.</summary>
    public const long LoudLevel = 583;

    /// <summary>One step of the scale: a level that never gets above it is no sound at all.</summary>
    public const long NothingLevel = 1;

    /// <summary>The last record and the end of a call may lie this far apart.</summary>
    private const long EndToleranceMs = StreamObservation.LiveIntervalMaxMs;

    /// <summary>The level of a second in which a direction could be heard; null on hold, muted, or without a value.</summary>
    public static long? AudibleLevel(CallEvidence call, CallSecond second, bool inbound)
    {
        var level = inbound ? second.Inbound.Level : second.Outbound.Level;
        var span = new Span(second.Start, second.End);
        return level == Track.Missing || IsExcused(call, span, inbound) || span.Until <= call.Talk.From ? null : level;
    }

    /// <summary>All audible levels of a direction.</summary>
    public static IEnumerable<(CallSecond Second, long Level)> AudibleLevels(CallEvidence call, bool inbound)
    {
        foreach (var second in call.Seconds)
        {
            if (AudibleLevel(call, second, inbound) is { } level)
            {
                yield return (second, level);
            }
        }
    }

    /// <summary>
    /// The stretch of silence that a call ended with; null when it ended otherwise. A direction that was never heard is
    /// no silence at the end: that is one-way audio.
    /// </summary>
    public static Span? SilentEnd(CallEvidence call, bool inbound)
    {
        if (call.Seconds.Count == 0 || call.Talk.Until - call.Seconds[^1].End > EndToleranceMs)
        {
            return null;
        }

        Span? silent = null;
        for (var index = call.Seconds.Count - 1; index >= 0; index--)
        {
            var second = call.Seconds[index];
            if (silent is { } later && later.From - second.End > StreamObservation.LiveIntervalMaxMs)
            {
                return null; // Telemetry is missing in between: nobody knows.
            }

            switch (IsSilent(call, second, inbound))
            {
                case null:
                    return null;
                case false:
                    return silent;
                default:
                    silent = new Span(second.Start, call.Talk.Until);
                    break;
            }
        }

        return null;
    }

    /// <summary>True for a silent second, a suppressed one included; null where it cannot be told or does not count.</summary>
    private static bool? IsSilent(CallEvidence call, CallSecond second, bool inbound)
    {
        var span = new Span(second.Start, second.End);
        var direction = inbound ? second.Inbound : second.Outbound;
        var outages = inbound ? call.Inbound.Outages : call.Outbound.Outages;
        if (!direction.Observed || IsExcused(call, span, inbound) || outages.Any(outage => Overlap(outage, span)))
        {
            return null;
        }

        if (direction.Packets == 0)
        {
            return true; // Packets resumed without loss: the sender suppressed silence.
        }

        return direction.Level == Track.Missing ? null : direction.Level < SilenceLevel;
    }

    private static bool IsExcused(CallEvidence call, Span span, bool inbound) =>
        call.Hold.CoversMostOf(span) || (!inbound && call.Mute.CoversMostOf(span));

    private static bool Overlap(Span left, Span right) => left.From < right.Until && right.From < left.Until;
}
