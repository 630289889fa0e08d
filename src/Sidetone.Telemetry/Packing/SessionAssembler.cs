namespace Sidetone.Telemetry.Packing;

/// <summary>Puts a call's batches together into its sessions.</summary>
/// <remarks>
/// The result depends on the batches alone, not on their order or repeats. Of two batches with the same number the one
/// with the smaller content hash counts; intake refuses the second, so that this only settles what must not happen.
/// </remarks>
public static class SessionAssembler
{
    /// <summary>The sessions of these batches, ordered by id (ordinal).</summary>
    /// <param name="batches">Batches of one call, each with the hash of its content as it was accepted.</param>
    public static IReadOnlyList<Session> Assemble(IEnumerable<(Batch Batch, long ContentHash)> batches)
    {
        var bySession = new Dictionary<string, List<(Batch Batch, long ContentHash)>>(StringComparer.Ordinal);
        foreach (var entry in batches)
        {
            if (!bySession.TryGetValue(entry.Batch.Session, out var session))
            {
                bySession.Add(entry.Batch.Session, session = []);
            }

            session.Add(entry);
        }

        return
        [
            .. bySession
                .OrderBy(session => session.Key, StringComparer.Ordinal)
                .Select(session => Assemble(session.Value)),
        ];
    }

    /// <summary>The sessions with more batches, as if all had been there from the start.</summary>
    /// <param name="sessions">Sessions that were assembled before.</param>
    /// <param name="batches">Batches that came later.</param>
    public static IReadOnlyList<Session> Merge(
        IReadOnlyList<Session> sessions,
        IEnumerable<(Batch Batch, long ContentHash)> batches
    ) => Assemble(sessions.SelectMany(TakeApart).Concat(batches));

    private static Session Assemble(List<(Batch Batch, long ContentHash)> entries)
    {
        entries.Sort(Compare);
        var first = entries[0].Batch;
        var batches = new List<SessionBatch>(entries.Count);
        var tracks = new Dictionary<TrackKey, Track>();
        var happenings = new List<SessionHappening>();
        var headset = new List<SessionHeadset>();
        foreach (var (batch, contentHash) in entries)
        {
            if (batches.Count > 0 && batches[^1].Sequence == batch.Sequence)
            {
                continue;
            }

            batches.Add(new SessionBatch(batch.Sequence, contentHash, batch.ClockOffsetMs, batch.Facts, batch.Sender));
            happenings.AddRange(batch.Happenings.Select(happening => new SessionHappening(batch.Sequence, happening)));
            headset.AddRange(batch.Headset.Select(report => new SessionHeadset(batch.Sequence, report)));
            AddRows(tracks, batch);
        }

        var ordered = tracks.Values.ToArray();
        Array.Sort(ordered, static (left, right) => TrackKey.Compare(left.Key, right.Key));
        return new Session
        {
            Id = first.Session,
            Source = first.Source,
            IsRecording = first.IsRecording,
            Batches = batches,
            Tracks = ordered,
            Happenings = happenings,
            Headset = headset,
        };
    }

    private static void AddRows(Dictionary<TrackKey, Track> tracks, Batch batch)
    {
        foreach (var rows in batch.Tracks)
        {
            if (rows.Count == 0)
            {
                continue;
            }

            if (!tracks.TryGetValue(rows.Key, out var track))
            {
                tracks.Add(rows.Key, track = new Track(rows.Key, rows.Count));
            }

            track.AddRows(rows, 0, rows.Count, batch.Sequence);
        }
    }

    private static int Compare((Batch Batch, long ContentHash) left, (Batch Batch, long ContentHash) right)
    {
        var bySequence = left.Batch.Sequence.CompareTo(right.Batch.Sequence);
        if (bySequence != 0)
        {
            return bySequence;
        }

        var byHash = left.ContentHash.CompareTo(right.ContentHash);
        // Equal content from two networks: any fixed choice will do.
        return byHash != 0 ? byHash : string.CompareOrdinal($"{left.Batch.Sender}", $"{right.Batch.Sender}");
    }

    private static IEnumerable<(Batch Batch, long ContentHash)> TakeApart(Session session)
    {
        var tracks = RowsByBatch(session);
        var happenings = session.Happenings.ToLookup(entry => entry.Sequence, entry => entry.Happening);
        var headset = session.Headset.ToLookup(entry => entry.Sequence, entry => entry.Report);
        return session.Batches.Select(batch =>
            (
                new Batch
                {
                    // A session knows its own batches, not whose call it is: neither enters what is assembled.
                    ContactId = "",
                    Agent = "",
                    Session = session.Id,
                    Sequence = batch.Sequence,
                    Source = session.Source,
                    IsRecording = session.IsRecording,
                    ClockOffsetMs = batch.ClockOffsetMs,
                    Facts = batch.Facts,
                    Sender = batch.Sender,
                    Tracks = tracks.TryGetValue(batch.Sequence, out var rows) ? rows : [],
                    Happenings = [.. happenings[batch.Sequence]],
                    Headset = [.. headset[batch.Sequence]],
                },
                batch.ContentHash
            )
        );
    }

    private static Dictionary<long, List<Track>> RowsByBatch(Session session)
    {
        var byBatch = new Dictionary<long, List<Track>>();
        foreach (var track in session.Tracks)
        {
            for (var row = 0; row < track.Count; )
            {
                var start = row;
                var sequence = track.Sequence(row);
                while (row < track.Count && track.Sequence(row) == sequence)
                {
                    row++;
                }

                if (!byBatch.TryGetValue(sequence, out var rows))
                {
                    byBatch.Add(sequence, rows = []);
                }

                var part = new Track(track.Key, row - start);
                part.AddRows(track, start, row - start, sequence);
                rows.Add(part);
            }
        }

        return byBatch;
    }
}
