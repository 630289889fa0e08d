using System.Diagnostics;

namespace Sidetone.Telemetry;

/// <summary>Which stream of a session a track holds.</summary>
/// <param name="Connection">The SDK's or the recording's name of the peer connection; empty when there is only one.</param>
/// <param name="Kind">What the rows describe.</param>
/// <param name="Ssrc">The RTP synchronisation source (RFC 3550, 3); 0 where the kind has none or it is unknown.</param>
public readonly record struct TrackKey(string Connection, TrackKind Kind, long Ssrc)
{
    /// <summary>Orders by connection (ordinal), kind, SSRC, so that what is written repeats byte for byte.</summary>
    public static int Compare(TrackKey left, TrackKey right)
    {
        var byConnection = string.CompareOrdinal(left.Connection, right.Connection);
        if (byConnection != 0)
        {
            return byConnection;
        }

        var byKind = left.Kind.CompareTo(right.Kind);
        return byKind != 0 ? byKind : left.Ssrc.CompareTo(right.Ssrc);
    }
}

/// <summary>The rows of one stream: at each sample's time, one whole number per column.</summary>
/// <remarks>
/// Rows lie in one array, one after the other: <c>sequence, time, column 0, column 1, …</c>. Everything is a whole
/// number in the unit its column states, so that sums are exact, packing loses nothing, and the same rows give the
/// same bytes on every machine. A value that was not measured is <see cref="Missing"/>, which is not 0.
/// </remarks>
public sealed class Track
{
    /// <summary>Stands for a value that was not measured.</summary>
    public const long Missing = long.MinValue;

    internal const int SequenceCell = 0;
    internal const int TimeCell = 1;
    internal const int FirstColumn = 2;

    private readonly int _stride;
    private long[] _cells;

    /// <summary>Makes an empty track.</summary>
    public Track(TrackKey key, int capacity = 16)
    {
        Key = key;
        ColumnCount = ColumnsOf(key.Kind);
        _stride = FirstColumn + ColumnCount;
        _cells = new long[_stride * capacity];
    }

    /// <summary>Which stream this is.</summary>
    public TrackKey Key { get; private set; }

    /// <summary>How many columns each row has.</summary>
    public int ColumnCount { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a column in a row, or <see cref="Missing"/>.</summary>
    public long this[int row, int column]
    {
        get => _cells[(row * _stride) + FirstColumn + column];
        set => _cells[(row * _stride) + FirstColumn + column] = value;
    }

    /// <summary>The sequence number of the batch that brought a row.</summary>
    public long Sequence(int row) => _cells[(row * _stride) + SequenceCell];

    /// <summary>A row's time in milliseconds since the Unix epoch, clock offset applied.</summary>
    public long Time(int row) => _cells[(row * _stride) + TimeCell];

    /// <summary>Adds a row with every column missing, and returns its index.</summary>
    public int Add(long sequence, long time)
    {
        var start = Count * _stride;
        if (start + _stride > _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(_cells.Length * 2, start + _stride));
        }

        _cells[start + SequenceCell] = sequence;
        _cells[start + TimeCell] = time;
        _cells.AsSpan(start + FirstColumn, ColumnCount).Fill(Missing);
        return Count++;
    }

    /// <summary>Adds a row with all its columns.</summary>
    internal void Add(long sequence, long time, ReadOnlySpan<long> columns)
    {
        var added = Add(sequence, time);
        columns[..ColumnCount].CopyTo(_cells.AsSpan((added * _stride) + FirstColumn));
    }

    /// <summary>Adds a copy of another track's row.</summary>
    public void AddRow(Track other, int row)
    {
        var added = Add(other.Sequence(row), other.Time(row));
        other
            ._cells.AsSpan((row * other._stride) + FirstColumn, ColumnCount)
            .CopyTo(_cells.AsSpan((added * _stride) + FirstColumn));
    }

    /// <summary>Adds copies of some of another track's rows, as rows of one batch.</summary>
    internal void AddRows(Track other, int start, int count, long sequence)
    {
        var first = Count * _stride;
        var cells = count * _stride;
        if (first + cells > _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(_cells.Length * 2, first + cells));
        }

        other._cells.AsSpan(start * _stride, cells).CopyTo(_cells.AsSpan(first));
        for (var row = first; row < first + cells; row += _stride)
        {
            _cells[row + SequenceCell] = sequence;
        }

        Count += count;
    }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>Forgets all rows, keeps the memory, and stands for another stream of the same kind.</summary>
    internal void Reuse(TrackKey key)
    {
        Debug.Assert(key.Kind == Key.Kind, "A kind decides how long a row is.");
        Key = key;
        Count = 0;
    }

    /// <summary>Makes a track of <paramref name="rows"/> rows whose cells the caller fills, all of them.</summary>
    internal static Track OfRows(TrackKey key, int rows) => new(key, rows) { Count = rows };

    /// <summary>One cell of every row, of which the first is at 0 and each next one <see cref="Stride"/> further.</summary>
    internal Span<long> CellsOf(int cell) => Count == 0 ? [] : _cells.AsSpan(0, Count * _stride)[cell..];

    /// <summary>How many cells a row has: sequence, time, then the columns.</summary>
    internal int Stride => _stride;

    /// <summary>How many columns a kind has.</summary>
    public static int ColumnsOf(TrackKind kind) =>
        kind switch
        {
            TrackKind.Inbound => Inbound.Count,
            TrackKind.Outbound => Outbound.Count,
            TrackKind.Transport => Transport.Count,
            TrackKind.Machine => Machine.Count,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of track."),
        };
}
