using Sidetone.Calls.Timeline;

namespace Sidetone.Calls.Summaries;

/// <summary>A call's durations in whole seconds, as they are printed and billed: they add up.</summary>
/// <param name="Total">From connected to the end.</param>
/// <param name="Hold">On hold.</param>
/// <param name="Mute">Muted while talking; part of <see cref="Talking"/>.</param>
internal readonly record struct CallDurations(long Total, long Hold, long Mute)
{
    /// <summary>Total less hold.</summary>
    public long Talking => Total - Hold;

    /// <summary>Billed minutes: any begun one counts.</summary>
    public long BilledMinutes => (Total + 59) / 60;

    /// <summary>The durations of a call; a connected one lasts at least a second.</summary>
    public static CallDurations Of(CallTimeline timeline)
    {
        if (timeline.Talk.Length == 0)
        {
            return default;
        }

        var total = Math.Max(1, Printing.Seconds(timeline.Talk.Length));
        var hold = Math.Min(total, Printing.Seconds(timeline.Hold.Length));
        var mute = Math.Min(total - hold, Printing.Seconds(timeline.MuteInTalk.Length));
        return new CallDurations(total, hold, mute);
    }
}
