using Sidetone.Telemetry;

namespace Sidetone.Calls.Timeline;

/// <summary>When a call rang, talked, was held, was muted and ended; times in milliseconds since the Unix epoch.</summary>
internal sealed class CallTimeline
{
    /// <summary>When it was offered to the agent; null when unknown.</summary>
    public long? ConnectingAt { get; private init; }

    /// <summary>When agent and customer were connected; null when that never happened.</summary>
    public long? ConnectedAt { get; private init; }

    /// <summary>When it ended, or after silence the last record's time; null when no record has a time.</summary>
    public long? EndedAt { get; private init; }

    /// <summary>Who ended it; empty when unknown.</summary>
    public string EndedBy { get; private init; } = "";

    /// <summary>From connected to the end; empty when it never connected.</summary>
    public Span Talk { get; private init; }

    /// <summary>The time on hold, within <see cref="Talk"/>.</summary>
    public SpanSet Hold { get; private init; } = SpanSet.Empty;

    /// <summary>The time with the microphone muted, within <see cref="Talk"/>, hold included.</summary>
    public SpanSet Mute { get; private init; } = SpanSet.Empty;

    /// <summary>The time muted and not on hold: mute is part of talking, hold is not.</summary>
    public SpanSet MuteInTalk => SpanSet.Union(Mute.Spans.SelectMany(Hold.Outside));

    /// <summary>The times of a call's sessions put together.</summary>
    /// <param name="sessions">The call's sessions.</param>
    /// <param name="firstPacketsAt">When packets first moved: evidence of a connection nobody reported.</param>
    public static CallTimeline Of(IReadOnlyList<Session> sessions, long? firstPacketsAt)
    {
        var connecting = First(sessions, HappeningType.Connecting);
        var connected = First(sessions, HappeningType.Connected) ?? firstPacketsAt;
        var ended = sessions.SelectMany(HappeningsOf(HappeningType.Ended)).ToList();
        long? end = ended.Count > 0 ? ended.Max(happening => happening.At) : LastRecord(sessions);
        var talk = connected is { } from && end is { } until && until > from ? new Span(from, until) : default;
        return new CallTimeline
        {
            ConnectingAt = connecting,
            ConnectedAt = connected,
            EndedAt = end,
            EndedBy = EndedByOf(sessions),
            Talk = talk,
            Hold = States(sessions, HappeningType.Hold, HappeningType.Resume, talk),
            Mute = States(sessions, HappeningType.Mute, HappeningType.Unmute, talk),
        };
    }

    /// <summary>The platform knows best who hung up; a softphone's word counts where the platform says nothing.</summary>
    private static string EndedByOf(IEnumerable<Session> sessions) =>
        sessions
            .OrderByDescending(session => session.Source == BatchSource.Platform)
            .SelectMany(HappeningsOf(HappeningType.Ended))
            .Select(happening => happening.EndedBy)
            .FirstOrDefault(by => !string.IsNullOrEmpty(by))
        ?? "";

    private static Func<Session, IEnumerable<Happening>> HappeningsOf(string type) =>
        session =>
            session.Happenings.Select(happening => happening.Happening).Where(happening => happening.Type == type);

    private static long? First(IEnumerable<Session> sessions, string type) =>
        sessions.SelectMany(HappeningsOf(type)).Min(happening => (long?)happening.At);

    private static long? LastRecord(IEnumerable<Session> sessions) =>
        sessions.Max(session => Records.Of(session)?.Last);

    /// <summary>
    /// The union over sessions of the stretches between two happenings. A page that went away while on cannot say
    /// when it ended: the first other session that says so does, or else the end of the call.
    /// </summary>
    private static SpanSet States(IReadOnlyList<Session> sessions, string on, string off, Span talk)
    {
        if (talk.Length == 0)
        {
            return SpanSet.Empty;
        }

        var offs = sessions.SelectMany(HappeningsOf(off)).Select(happening => happening.At).Order().ToList();
        var spans = new List<Span>();
        foreach (var session in sessions)
        {
            long? since = null;
            foreach (var (_, happening) in session.Happenings)
            {
                if (happening.Type == on)
                {
                    since ??= happening.At;
                }
                else if (happening.Type == off && since is { } from)
                {
                    spans.Add(new Span(from, happening.At));
                    since = null;
                }
            }

            if (since is { } open)
            {
                var closed = offs.FindIndex(instant => instant > open);
                spans.Add(new Span(open, closed < 0 ? talk.Until : offs[closed]));
            }
        }

        return SpanSet.Union(spans).Within(talk);
    }
}
