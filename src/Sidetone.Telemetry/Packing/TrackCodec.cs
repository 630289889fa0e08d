namespace Sidetone.Telemetry.Packing;

/// <summary>Packs tracks, column by column.</summary>
/// <remarks>
/// <code>
/// count of tracks, then each:
///   connection (text), kind (byte), SSRC (signed), rows
///   clock: 0, or 1 + the index of an earlier track whose rows have the same numbers and times
///   with clock 0: runs of equal batch numbers (difference to the one before, rows; until all rows are covered), times (column)
///   its columns
/// </code>
/// The streams of a sample share their times, which are therefore written once.
/// </remarks>
internal static class TrackCodec
{
    private const int TrackBytesMin = 5;

    /// <summary>Writes tracks.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tracks">The tracks.</param>
    /// <param name="cellsMax">How many cells they may have together; reading refuses more.</param>
    public static void Write(ref PackWriter writer, IReadOnlyList<Track> tracks, long cellsMax)
    {
        writer.Count(tracks.Count);
        for (var index = 0; index < tracks.Count; index++)
        {
            var track = tracks[index];
            cellsMax -= (long)track.Count * track.Stride;
            if (cellsMax < 0)
            {
                throw new ArgumentException("There are more rows than one record can hold.", nameof(tracks));
            }

            writer.Text(track.Key.Connection);
            writer.Byte((byte)track.Key.Kind);
            writer.Signed(track.Key.Ssrc);
            writer.Count(track.Count);
            var clock = SameClock(tracks, index);
            writer.Count(clock + 1);
            if (clock < 0)
            {
                WriteSequences(ref writer, track);
            }

            for (var cell = clock < 0 ? Track.TimeCell : Track.FirstColumn; cell < track.Stride; cell++)
            {
                ColumnCodec.Write(ref writer, track.CellsOf(cell), track.Stride, track.Count);
            }
        }
    }

    /// <summary>Reads tracks, of no more cells than are left.</summary>
    public static IReadOnlyList<Track> Read(ref PackReader reader, ref long cellsLeft)
    {
        var tracks = new Track[reader.Count(TrackBytesMin)];
        for (var index = 0; index < tracks.Length; index++)
        {
            var track = ReadEmpty(ref reader, ref cellsLeft);
            tracks[index] = track;
            var clock = reader.Unsigned();
            if (clock == 0)
            {
                ReadSequences(ref reader, track);
                ColumnCodec.Read(ref reader, track.CellsOf(Track.TimeCell), track.Stride, track.Count);
            }
            else if (clock <= (ulong)index && tracks[clock - 1].Count == track.Count)
            {
                CopyCell(tracks[clock - 1], track, Track.SequenceCell);
                CopyCell(tracks[clock - 1], track, Track.TimeCell);
            }
            else
            {
                throw new InvalidDataException($"The record is damaged: track {index} has no clock {clock}.");
            }

            for (var cell = Track.FirstColumn; cell < track.Stride; cell++)
            {
                ColumnCodec.Read(ref reader, track.CellsOf(cell), track.Stride, track.Count);
            }
        }

        return tracks;
    }

    private static Track ReadEmpty(ref PackReader reader, ref long cellsLeft)
    {
        var connection = reader.Text();
        var kind = (TrackKind)reader.Byte();
        if (kind is < TrackKind.Inbound or > TrackKind.Machine)
        {
            throw new InvalidDataException($"The record is damaged: there is no track of kind {(byte)kind}.");
        }

        var key = new TrackKey(connection, kind, reader.Signed());
        var rows = reader.Unsigned();
        var stride = (ulong)(Track.FirstColumn + Track.ColumnsOf(kind));
        if (rows > (ulong)cellsLeft / stride)
        {
            throw new InvalidDataException($"The record is damaged: it has no room for {rows} rows.");
        }

        cellsLeft -= (long)(rows * stride);
        return Track.OfRows(key, (int)rows);
    }

    private static int SameClock(IReadOnlyList<Track> tracks, int index)
    {
        for (var earlier = index - 1; earlier >= 0; earlier--)
        {
            if (HaveSameClock(tracks[earlier], tracks[index]))
            {
                return earlier;
            }
        }

        return -1;
    }

    private static bool HaveSameClock(Track left, Track right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var row = 0; row < left.Count; row++)
        {
            if (left.Time(row) != right.Time(row) || left.Sequence(row) != right.Sequence(row))
            {
                return false;
            }
        }

        return true;
    }

    private static void WriteSequences(ref PackWriter writer, Track track)
    {
        var previous = 0L;
        for (var row = 0; row < track.Count; )
        {
            var sequence = track.Sequence(row);
            var start = row;
            while (row < track.Count && track.Sequence(row) == sequence)
            {
                row++;
            }

            writer.Signed(unchecked(sequence - previous));
            writer.Count(row - start);
            previous = sequence;
        }
    }

    private static void ReadSequences(ref PackReader reader, Track track)
    {
        var cells = track.CellsOf(Track.SequenceCell);
        var sequence = 0L;
        for (var row = 0; row < track.Count; )
        {
            sequence = unchecked(sequence + reader.Signed());
            var run = reader.Unsigned();
            if (run == 0 || run > (ulong)(track.Count - row))
            {
                throw new InvalidDataException($"The record is damaged: a batch number of {run} rows is left over.");
            }

            for (var end = row + (int)run; row < end; row++)
            {
                cells[row * track.Stride] = sequence;
            }
        }
    }

    private static void CopyCell(Track from, Track to, int cell)
    {
        var source = from.CellsOf(cell);
        var target = to.CellsOf(cell);
        for (var row = 0; row < to.Count; row++)
        {
            target[row * to.Stride] = source[row * from.Stride];
        }
    }
}
