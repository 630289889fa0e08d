using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Headsets;

/// <summary>One headset as one page heard it.</summary>
/// <remarks>
/// Headsets tell of changes, so what an event says holds until the next of its type. It holds no longer than the page
/// listened: until the headset was attached anew or detached, or until the page's own last record, after which nobody knows.
/// </remarks>
internal sealed class HeardHeadset
{
    private readonly long _last;

    private HeardHeadset(HeadsetDevice device, List<HeadsetEvent> events, (long First, long Last) records)
    {
        Device = device;
        Events = events;
        _last = records.Last;
        Heard = [.. HeardFrom(events, records)];
    }

    /// <summary>The headset, as the page described it last.</summary>
    public HeadsetDevice Device { get; }

    /// <summary>Its events by time, each once.</summary>
    public IReadOnlyList<HeadsetEvent> Events { get; }

    /// <summary>When the page heard it.</summary>
    public IReadOnlyList<Span> Heard { get; }

    /// <summary>The headsets of one session.</summary>
    public static IEnumerable<HeardHeadset> In(Session session)
    {
        var records = Records.Of(session) ?? (0, 0);
        return session
            .Headset.Select(each => each.Report)
            .GroupBy(report => report.Device.Key, StringComparer.Ordinal)
            .Select(reports => new HeardHeadset(
                reports.Last().Device,
                [.. reports.SelectMany(report => report.Events).OrderBy(told => told.At).Distinct()],
                records
            ));
    }

    /// <summary>Whether any of its events is such.</summary>
    public bool Told(Func<HeadsetEvent, bool> such) => Events.Any(such);

    /// <summary>The stretches in which a switch was on.</summary>
    public IEnumerable<Span> On(string type)
    {
        long? since = null;
        foreach (var told in Events)
        {
            if (told.Type == type && told.On is true)
            {
                since ??= told.At;
            }
            else if (since is { } from && (IsVoid(told) || (told.Type == type && told.On is false)))
            {
                yield return new Span(from, told.At);
                since = null;
            }
        }

        if (since is { } open)
        {
            yield return new Span(open, _last);
        }
    }

    /// <summary>The stretches in which a level held, each with the level.</summary>
    public IEnumerable<(Span Span, long Level)> Levels(string type)
    {
        (long From, long Level)? current = null;
        foreach (var told in Events)
        {
            var isNew = told.Type == type && told.Level is not null;
            if (!isNew && !IsVoid(told))
            {
                continue;
            }

            if (current is { } before)
            {
                yield return (new Span(before.From, told.At), before.Level);
            }

            current = isNew ? (told.At, told.Level!.Value) : null;
        }

        if (current is { } open)
        {
            yield return (new Span(open.From, _last), open.Level);
        }
    }

    private static IEnumerable<Span> HeardFrom(List<HeadsetEvent> events, (long First, long Last) records)
    {
        var firstChange = events.Find(IsVoid);
        long? since = firstChange is { Type: HeadsetEventType.Attached } ? null : records.First;
        foreach (var told in events.Where(IsVoid))
        {
            if (told.Type == HeadsetEventType.Attached)
            {
                since ??= told.At;
            }
            else if (since is { } from)
            {
                yield return new Span(from, told.At);
                since = null;
            }
        }

        if (since is { } open)
        {
            yield return new Span(open, records.Last);
        }
    }

    private static bool IsVoid(HeadsetEvent told) =>
        told.Type is HeadsetEventType.Attached or HeadsetEventType.Detached;
}
