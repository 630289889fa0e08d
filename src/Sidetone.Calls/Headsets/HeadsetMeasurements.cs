using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Headsets;

/// <summary>What one headset measured in a call, unrounded.</summary>
/// <remarks>
/// Of the two ways in which headset makers add up speech this is the exclusive one: time in which both speak is crosstalk
/// and neither agent's nor customer's, so that the four parts are the whole. The whole is the time of the talk in which
/// a page heard the headset; what nobody heard is no silence.
/// </remarks>
internal sealed class HeadsetMeasurements
{
    /// <summary>Two pages hear one tap within so many milliseconds of each other; a finger is not that fast.</summary>
    private const long SameTapMs = 250;

    /// <summary>The headset.</summary>
    public required HeadsetDevice Device { get; init; }

    /// <summary>True when it told anything that has a meaning: without that there are no figures, only zeros.</summary>
    public bool HasTelemetry { get; private init; }

    /// <summary>True when it told who speaks.</summary>
    public bool HasSpeech { get; private init; }

    /// <summary>The time that it was heard in the talk, in milliseconds: the sum of the four parts.</summary>
    public long TotalMs { get; private init; }

    /// <summary>Only the agent spoke.</summary>
    public long TxMs { get; private init; }

    /// <summary>Only the customer spoke.</summary>
    public long RxMs { get; private init; }

    /// <summary>Both spoke.</summary>
    public long CrosstalkMs { get; private init; }

    /// <summary>Nobody spoke.</summary>
    public long SilenceMs => TotalMs - TxMs - RxMs - CrosstalkMs;

    /// <summary>The level at the agent's ear.</summary>
    public LevelFigures Exposure { get; private init; }

    /// <summary>The noise around the agent.</summary>
    public LevelFigures BackgroundNoise { get; private init; }

    /// <summary>How often the boom arm left its place.</summary>
    public int BoomMisalignments { get; private init; }

    /// <summary>How often the agent muted at the headset; opening it again does not count.</summary>
    public int Mutes { get; private init; }

    /// <summary>Taps for more and for less volume.</summary>
    public int VolumeAdjustments { get; private init; }

    /// <summary>The headsets of a call, ordered by what tells them apart.</summary>
    /// <param name="sessions">The call's sessions, earliest first.</param>
    /// <param name="talk">From connected to the end.</param>
    public static IReadOnlyList<HeadsetMeasurements> Of(IReadOnlyList<Session> sessions, Span talk)
    {
        var pages = new SortedDictionary<string, List<HeardHeadset>>(StringComparer.Ordinal);
        foreach (var session in sessions.Where(session => session.Headset.Count > 0))
        {
            foreach (var headset in HeardHeadset.In(session))
            {
                if (!pages.TryGetValue(headset.Device.Key, out var heard))
                {
                    pages.Add(headset.Device.Key, heard = []);
                }

                heard.Add(headset);
            }
        }

        return [.. pages.Values.Select(heard => Of(heard, talk))];
    }

    private static HeadsetMeasurements Of(List<HeardHeadset> pages, Span talk)
    {
        var observed = SpanSet.Union(pages.SelectMany(page => page.Heard)).Within(talk);
        var tx = Spoken(pages, HeadsetEventType.TxSpeech).And(observed);
        var rx = Spoken(pages, HeadsetEventType.RxSpeech).And(observed);
        var crosstalk = tx.And(rx).Length;
        return new HeadsetMeasurements
        {
            Device = pages[^1].Device,
            HasTelemetry = pages.Exists(page => page.Told(IsMeaningful)),
            HasSpeech = pages.Exists(page => page.Told(IsSpeech)),
            TotalMs = observed.Length,
            TxMs = tx.Length - crosstalk,
            RxMs = rx.Length - crosstalk,
            CrosstalkMs = crosstalk,
            Exposure = LevelFigures.Of(pages, HeadsetEventType.AudioExposure, observed),
            BackgroundNoise = LevelFigures.Of(pages, HeadsetEventType.BackgroundNoise, observed),
            BoomMisalignments = Changes(pages, HeadsetEventType.BoomPosition, to: false, talk),
            Mutes = Changes(pages, HeadsetEventType.Mute, to: true, talk),
            VolumeAdjustments =
                Taps(pages, HeadsetEventType.VolumeUp, talk) + Taps(pages, HeadsetEventType.VolumeDown, talk),
        };
    }

    private static SpanSet Spoken(List<HeardHeadset> pages, string type) =>
        SpanSet.Union(pages.SelectMany(page => page.On(type)));

    /// <summary>How often a switch came into a state during the talk. What is told twice, or by two pages, is one change.</summary>
    private static int Changes(List<HeardHeadset> pages, string type, bool to, Span talk)
    {
        var changes = 0;
        bool? state = null;
        foreach (var (_, told) in InOrder(pages, type).Where(each => each.Told.On is not null))
        {
            changes += told.On == to && state != to && Holds(talk, told.At) ? 1 : 0;
            state = told.On;
        }

        return changes;
    }

    private static int Taps(List<HeardHeadset> pages, string type, Span talk)
    {
        var taps = 0;
        (HeardHeadset Page, long At)? last = null;
        foreach (var (page, told) in InOrder(pages, type).Where(each => Holds(talk, each.Told.At)))
        {
            if (last is { } before && before.Page != page && told.At - before.At < SameTapMs)
            {
                continue;
            }

            taps++;
            last = (page, told.At);
        }

        return taps;
    }

    // The order is stable: at one instant an earlier session comes first, and within one what was sent first.
    private static IEnumerable<(HeardHeadset Page, HeadsetEvent Told)> InOrder(List<HeardHeadset> pages, string type) =>
        pages
            .SelectMany(page => page.Events.Where(told => told.Type == type).Select(told => (Page: page, Told: told)))
            .OrderBy(each => each.Told.At);

    private static bool Holds(Span talk, long at) => at >= talk.From && at < talk.Until;

    private static bool IsSpeech(HeadsetEvent told) =>
        told.Type is HeadsetEventType.TxSpeech or HeadsetEventType.RxSpeech && told.On is not null;

    private static bool IsMeaningful(HeadsetEvent told) =>
        told.Type switch
        {
            HeadsetEventType.TxSpeech
            or HeadsetEventType.RxSpeech
            or HeadsetEventType.BoomPosition
            or HeadsetEventType.Mute => told.On is not null,
            HeadsetEventType.BackgroundNoise or HeadsetEventType.AudioExposure => told.Level is not null,
            HeadsetEventType.VolumeUp or HeadsetEventType.VolumeDown => true,
            _ => false,
        };
}
