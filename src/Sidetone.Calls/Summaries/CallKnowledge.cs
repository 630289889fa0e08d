using Sidetone.Calls.Insights;
using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Summaries;

/// <summary>What a call's sessions know besides statistics, put together.</summary>
internal sealed class CallKnowledge
{
    /// <summary>
    /// All facts: a page's word before the platform's, a later page's before an earlier one's, a later record's before an
    /// earlier one's.
    /// </summary>
    public required Facts Facts { get; init; }

    /// <summary>The agent's user name as the platform gave it to a call that is known without; empty when it gave none.</summary>
    public string AgentNamed { get; init; } = "";

    /// <summary>The network that the agent sent from last; null when unknown.</summary>
    public Sender? Sender { get; init; }

    /// <summary>Every device that was in use, first use first.</summary>
    public required IReadOnlyList<UsedDevice> Devices { get; init; }

    /// <summary>True when a page observed the call.</summary>
    public bool AgentDataReceived { get; init; }

    /// <summary>True when the platform told of the call.</summary>
    public bool CloudDataReceived { get; init; }

    /// <summary>How often ICE was reported disconnected or failed while the call talked.</summary>
    public int IceDisconnects { get; init; }

    /// <summary>How often the selected candidate pair changed while the call talked.</summary>
    public long CandidatePairChanges { get; init; }

    /// <summary>True when another softphone of the agent was live.</summary>
    public bool MultipleSoftphones { get; init; }

    /// <summary>Puts together what the sessions, ordered by their first records, know.</summary>
    public static CallKnowledge Of(IReadOnlyList<Session> sessions, CallTimeline timeline)
    {
        var pages = sessions.Where(session => session.Source == BatchSource.Browser).ToList();
        var platform = FactsOf(PlatformRecords.InOrder(sessions));
        var facts = platform.With(FactsOf(pages));
        var happenings = sessions.SelectMany(session => session.Happenings).Select(each => each.Happening).ToList();
        return new CallKnowledge
        {
            // Only the platform knows where a contact came from and went to.
            Facts = facts with
            {
                PreviousContactId = platform.PreviousContactId ?? facts.PreviousContactId,
                NextContactId = platform.NextContactId ?? facts.NextContactId,
            },
            AgentNamed = AgentNamedOf(sessions),
            Sender = pages.SelectMany(page => page.Batches).LastOrDefault(batch => batch.Sender is not null)?.Sender,
            Devices = DevicesOf(pages, timeline),
            AgentDataReceived = pages.Count > 0,
            CloudDataReceived = pages.Count < sessions.Count,
            IceDisconnects = happenings.Count(happening =>
                happening.Type == HappeningType.IceState
                && happening.Value is "disconnected" or "failed"
                && IsWithin(timeline.Talk, happening.At)
            ),
            CandidatePairChanges = CandidatePairChangesOf(pages, timeline.Talk),
            MultipleSoftphones = happenings.Any(happening =>
                happening.Type == HappeningType.MultipleSoftphones
                || happening
                    is {
                        Type: HappeningType.SoftphoneError,
                        Value: "multiple_softphone_active_sessions" or "MultipleCcpWindows"
                    }
            ),
        };
    }

    private static Facts FactsOf(IEnumerable<Session> sessions) =>
        sessions.Aggregate(new Facts(), (facts, session) => facts.With(session.Facts));

    private static string AgentNamedOf(IEnumerable<Session> sessions) =>
        PlatformRecords
            .InOrder(sessions)
            .SelectMany(session => session.Happenings)
            .LastOrDefault(each => each.Happening.Type == HappeningType.AgentNamed)
            ?.Happening.Value
        ?? "";

    private static bool IsWithin(Span span, long instant) => instant >= span.From && instant < span.Until;

    /// <summary>
    /// Devices by first use. One that comes into use after another of its kind, when the call is already connected,
    /// is a change.
    /// </summary>
    private static List<UsedDevice> DevicesOf(IReadOnlyList<Session> pages, CallTimeline timeline)
    {
        var devices = new List<UsedDevice>();
        foreach (var page in pages)
        {
            var listed = page.Batches.SelectMany(batch => batch.Facts?.Devices ?? []);
            var changed = page
                .Happenings.Select(each => each.Happening)
                .Where(happening => happening is { Type: HappeningType.DeviceChange, Device: not null })
                .Select(happening => happening.Device! with { At = happening.At });
            foreach (var device in listed.Concat(changed))
            {
                var isKnown = devices.Any(used => (used.Device with { At = null }) == (device with { At = null }));
                if (!isKnown)
                {
                    var another = devices.Any(used => used.Device.Kind == device.Kind);
                    var inTalk = device.At is { } at && IsWithin(timeline.Talk, at);
                    devices.Add(new UsedDevice(device, device.At, another && inTalk));
                }
            }
        }

        return [.. devices.OrderBy(used => used.At ?? long.MinValue)];
    }

    /// <summary>Changes after the first selection, counted from the last sample before the call talked.</summary>
    private static long CandidatePairChangesOf(IReadOnlyList<Session> pages, Span talk)
    {
        var changes = 0L;
        foreach (
            var track in pages.SelectMany(page => page.Tracks).Where(track => track.Key.Kind == TrackKind.Transport)
        )
        {
            long? before = null;
            var most = 0L;
            for (var row = 0; row < track.Count; row++)
            {
                var value = track[row, Transport.SelectedCandidatePairChanges];
                if (value == Track.Missing)
                {
                    continue;
                }

                if (before is null || track.Time(row) <= talk.From)
                {
                    before = Math.Max(1, value);
                }
                else if (track.Time(row) < talk.Until)
                {
                    most = Math.Max(most, value - before.Value);
                }
            }

            changes += most;
        }

        return changes;
    }
}
