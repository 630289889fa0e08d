namespace Sidetone.Telemetry.Packing;

/// <summary>Splits one large batch, such as a whole recording file, into batches as a page would have sent them.</summary>
public static class BatchSplitter
{
    /// <summary>
    /// Batches of so many samples each, numbered from 0: facts are in the first, happenings and events of headsets where
    /// their time falls, and <c>ended</c> is in the last, with its number.
    /// </summary>
    /// <param name="whole">The batch; a recording that does not say that it ended does so at its last time.</param>
    /// <param name="samplesPerBatch">How many samples a batch gets: rows of one time are one sample.</param>
    public static IReadOnlyList<Batch> Split(Batch whole, int samplesPerBatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerBatch, 1);
        var starts = StartsOf(whole, samplesPerBatch);
        var tracks = new Dictionary<TrackKey, Track>[starts.Count];
        var happenings = new List<Happening>[starts.Count];
        for (var index = 0; index < starts.Count; index++)
        {
            (tracks[index], happenings[index]) = ([], []);
        }

        foreach (var track in whole.Tracks)
        {
            SplitTrack(track, starts, tracks);
        }

        foreach (var happening in whole.Happenings.Where(happening => happening.Type != HappeningType.Ended))
        {
            happenings[IndexOf(starts, happening.At)].Add(happening);
        }

        happenings[^1].AddRange(EndsOf(whole, lastSequence: starts.Count - 1));
        return [.. starts.Select((_, index) => BatchOf(whole, index, starts, tracks[index], happenings[index]))];
    }

    private static Batch BatchOf(
        Batch whole,
        int index,
        List<long> starts,
        Dictionary<TrackKey, Track> tracks,
        List<Happening> happenings
    ) =>
        whole with
        {
            Sequence = index,
            Facts = index == 0 ? whole.Facts : null,
            Tracks = [.. tracks.Values.OrderBy(track => track.Key, Comparer<TrackKey>.Create(TrackKey.Compare))],
            Happenings = happenings,
            // A headset that told nothing is still named once.
            Headset =
            [
                .. whole
                    .Headset.Select(report => PartOf(report, starts, index))
                    .Where(report => index == 0 || report.Events.Count > 0),
            ],
        };

    private static HeadsetReport PartOf(HeadsetReport report, List<long> starts, int index) =>
        report with
        {
            Events = [.. report.Events.Where(told => IndexOf(starts, told.At) == index)],
        };

    // The first time of each batch; one batch even when there are no samples.
    private static List<long> StartsOf(Batch whole, int samplesPerBatch)
    {
        var times = new SortedSet<long>();
        foreach (var track in whole.Tracks)
        {
            for (var row = 0; row < track.Count; row++)
            {
                times.Add(track.Time(row));
            }
        }

        var starts = times.Where((_, index) => index % samplesPerBatch == 0).ToList();
        return starts.Count > 0 ? starts : [0];
    }

    // What comes before the first sample belongs to the first batch.
    private static int IndexOf(List<long> starts, long time)
    {
        var index = starts.BinarySearch(time);
        return Math.Max(0, index >= 0 ? index : ~index - 1);
    }

    private static void SplitTrack(Track track, List<long> starts, Dictionary<TrackKey, Track>[] tracks)
    {
        for (var row = 0; row < track.Count; row++)
        {
            var index = IndexOf(starts, track.Time(row));
            if (!tracks[index].TryGetValue(track.Key, out var part))
            {
                tracks[index].Add(track.Key, part = new Track(track.Key));
            }

            part.AddRows(track, row, count: 1, sequence: index);
        }
    }

    private static IEnumerable<Happening> EndsOf(Batch whole, long lastSequence)
    {
        var ends = whole.Happenings.Where(happening => happening.Type == HappeningType.Ended).ToList();
        if (ends.Count == 0)
        {
            var times = whole
                .Tracks.Where(track => track.Count > 0)
                .Select(track => Enumerable.Range(0, track.Count).Max(track.Time))
                .Concat(whole.Happenings.Select(happening => happening.At));
            ends.AddRange(
                times.Order().TakeLast(1).Select(at => new Happening { At = at, Type = HappeningType.Ended })
            );
        }

        return ends.Select(end => end with { LastSequence = lastSequence });
    }
}
