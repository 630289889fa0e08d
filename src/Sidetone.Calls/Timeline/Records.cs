using Sidetone.Telemetry;

namespace Sidetone.Calls.Timeline;

/// <summary>From when to when a session has records of any sort.</summary>
internal static class Records
{
    /// <summary>The times of a session's first and last record, in milliseconds since the Unix epoch; null without any.</summary>
    public static (long First, long Last)? Of(Session session)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var track in session.Tracks)
        {
            for (var row = 0; row < track.Count; row++)
            {
                Note(track.Time(row));
            }
        }

        foreach (var (_, happening) in session.Happenings)
        {
            Note(happening.At);
        }

        foreach (var (_, report) in session.Headset)
        {
            foreach (var told in report.Events)
            {
                Note(told.At);
            }
        }

        return first <= last ? (first, last) : null;

        void Note(long at) => (first, last) = (Math.Min(first, at), Math.Max(last, at));
    }
}
