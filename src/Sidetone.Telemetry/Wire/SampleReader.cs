namespace Sidetone.Telemetry.Wire;

/// <summary>Reads samples into tracks, one per stream.</summary>
/// <remarks>
/// A sample's members may stand in any order, so its rows wait in <see cref="_rows"/> until its time and connection are
/// known. That array and the tracks are used again for the next batch: a sample allocates nothing.
/// </remarks>
internal sealed class SampleReader
{
    private const int At = 0;
    private const int Connection = 1;
    private const int InboundStreams = 2;
    private const int OutboundStreams = 3;
    private const int SelectedPair = 4;
    private const int Computer = 5;
    private const int KindCount = 5;
    private const int PooledTracksMax = 32;
    private const int PooledRowsMax = 256;

    public static readonly MemberTable Members = new(
        required: ["at"],
        optional: ["connection", "inbound", "outbound", "transport", "machine"]
    );

    private readonly long[] _rows = new long[
        (WireLimits.StreamsPerSampleMax * Inbound.Count) + Transport.Count + Machine.Count
    ];
    private readonly PendingRow[] _pending = new PendingRow[WireLimits.StreamsPerSampleMax + 2];
    private readonly List<Track> _tracks = [];
    private readonly Stack<Track>[] _pool = [.. Enumerable.Range(0, KindCount).Select(_ => new Stack<Track>())];
    private int _pendingCount;
    private int _streamCount;
    private int _rowsUsed;
    private int _lastTrack;

    /// <summary>Reads the array of samples that the cursor stands on.</summary>
    public void Read(ref WireCursor cursor, long sequence, long clockOffsetMs, int samplesMax = WireLimits.SamplesMax)
    {
        cursor.EnterArray();
        for (var count = 0; cursor.NextElement(); count++)
        {
            if (count == samplesMax)
            {
                cursor.Fail(BatchProblemKind.OutOfRange, $"At most {samplesMax} samples are taken.");
                return;
            }

            ReadSample(ref cursor, sequence, clockOffsetMs);
        }
    }

    /// <summary>Hands over the tracks that were read, ordered by key.</summary>
    public IReadOnlyList<Track> Take()
    {
        if (_tracks.Count == 0)
        {
            return [];
        }

        var tracks = _tracks.ToArray();
        Array.Sort(tracks, static (left, right) => TrackKey.Compare(left.Key, right.Key));
        _tracks.Clear();
        return tracks;
    }

    /// <summary>Forgets what was read of a batch that is refused.</summary>
    public void Drop()
    {
        Recycle(_tracks);
        _tracks.Clear();
    }

    /// <summary>Takes tracks that nobody uses any more.</summary>
    public void Recycle(IReadOnlyList<Track> tracks)
    {
        for (var index = 0; index < tracks.Count; index++)
        {
            var pool = _pool[(int)tracks[index].Key.Kind];
            if (pool.Count < PooledTracksMax && tracks[index].Count <= PooledRowsMax)
            {
                pool.Push(tracks[index]);
            }
        }
    }

    private void ReadSample(ref WireCursor cursor, long sequence, long clockOffsetMs)
    {
        var at = 0L;
        var connection = "";
        _pendingCount = 0;
        _streamCount = 0;
        _rowsUsed = 0;
        var scan = cursor.EnterObject();
        while (cursor.NextMember(Members, ref scan) is >= 0 and var member)
        {
            switch (member)
            {
                case At:
                    at = cursor.ReadTime(clockOffsetMs);
                    break;
                case Connection:
                    connection = ReadConnection(ref cursor);
                    break;
                case InboundStreams:
                    ReadStreams(ref cursor, RowShape.InboundStream, TrackKind.Inbound);
                    break;
                case OutboundStreams:
                    ReadStreams(ref cursor, RowShape.OutboundStream, TrackKind.Outbound);
                    break;
                case SelectedPair:
                    ReadRow(ref cursor, RowShape.SelectedPair, TrackKind.Transport);
                    break;
                case Computer:
                    ReadRow(ref cursor, RowShape.Computer, TrackKind.Machine);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException($"BUG: a sample has no member {member}.");
            }
        }

        cursor.LeaveObject(Members, scan);
        AddRows(ref cursor, sequence, at, connection);
    }

    private void ReadStreams(ref WireCursor cursor, RowShape shape, TrackKind kind)
    {
        cursor.EnterArray();
        while (cursor.NextElement())
        {
            if (_streamCount++ == WireLimits.StreamsPerSampleMax)
            {
                cursor.Fail(
                    BatchProblemKind.OutOfRange,
                    $"A sample holds at most {WireLimits.StreamsPerSampleMax} streams."
                );
                return;
            }

            ReadRow(ref cursor, shape, kind);
        }
    }

    private void ReadRow(ref WireCursor cursor, RowShape shape, TrackKind kind)
    {
        var columns = _rows.AsSpan(_rowsUsed, Track.ColumnsOf(kind));
        columns.Fill(Track.Missing);
        var ssrc = shape.Read(ref cursor, columns);
        _pending[_pendingCount++] = new PendingRow(kind, ssrc, _rowsUsed);
        _rowsUsed += columns.Length;
    }

    private void AddRows(ref WireCursor cursor, long sequence, long at, string connection)
    {
        for (var index = 0; index < _pendingCount && !cursor.Failed; index++)
        {
            var row = _pending[index];
            // The computer is the same whichever connection's sample it comes with.
            var key = new TrackKey(row.Kind is TrackKind.Machine ? "" : connection, row.Kind, row.Ssrc);
            if (TrackOf(key) is { } track)
            {
                track.Add(sequence, at, _rows.AsSpan(row.Start, track.ColumnCount));
            }
            else
            {
                cursor.Fail(
                    BatchProblemKind.OutOfRange,
                    $"A batch holds at most {WireLimits.TracksMax} different streams."
                );
            }
        }
    }

    private Track? TrackOf(in TrackKey key)
    {
        // Samples list the same streams in the same order, so the next one is nearly always the one.
        for (var step = 1; step <= _tracks.Count; step++)
        {
            var index = (_lastTrack + step) % _tracks.Count;
            var candidate = _tracks[index].Key;
            if (candidate.Ssrc == key.Ssrc && candidate == key)
            {
                _lastTrack = index;
                return _tracks[index];
            }
        }

        if (_tracks.Count == WireLimits.TracksMax)
        {
            return null;
        }

        if (_pool[(int)key.Kind].TryPop(out var track))
        {
            track.Reuse(key);
        }
        else
        {
            track = new Track(key);
        }

        _lastTrack = _tracks.Count;
        _tracks.Add(track);
        return track;
    }

    private string ReadConnection(ref WireCursor cursor)
    {
        for (var index = 0; index < _tracks.Count; index++)
        {
            if (cursor.IsText(_tracks[index].Key.Connection))
            {
                return _tracks[index].Key.Connection;
            }
        }

        return cursor.ReadId(WireLimits.ConnectionLengthMax, mayBeEmpty: true);
    }

    private readonly record struct PendingRow(TrackKind Kind, long Ssrc, int Start);
}
