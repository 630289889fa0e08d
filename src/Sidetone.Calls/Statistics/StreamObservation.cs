using Sidetone.Telemetry;

namespace Sidetone.Calls.Statistics;

/// <summary>One session's rows of a stream, and how to read them.</summary>
/// <param name="Track">The rows.</param>
/// <param name="Baseline">True when the first counters are only a base (the connection carried media before this contact).</param>
/// <param name="IsRecording">True when samples may be further apart than a live call's.</param>
internal readonly record struct StreamLook(Track Track, bool Baseline, bool IsRecording);

/// <summary>What was observed of one stream over the whole call: totals, and its seconds.</summary>
internal sealed class StreamObservation
{
    /// <summary>A live interval longer than this adds to the totals and gives no second: nobody knows when in it what happened.</summary>
    public const long LiveIntervalMaxMs = 2000;

    /// <summary>
    /// Two pages that observe one stream measured their clock offsets apart. Rows of the second page that come sooner
    /// than this after the first page's last one may be older than it, and would look like a counter that fell.
    /// </summary>
    private const long ClockToleranceMs = 1000;

    private Counter _packets = new();
    private Counter _lost = new();
    private Counter _bytes = new();
    private Counter _concealed = new();
    private Counter _silentConcealed = new();
    private Counter _samples = new();
    private Counter _bufferDelay = new();
    private Counter _bufferCount = new();

    private StreamObservation(TrackKind kind) => Kind = kind;

    public TrackKind Kind { get; }
    public long Packets => _packets.Total;
    public long Lost => _lost.Total;
    public long Bytes => _bytes.Total;
    public long Concealed => _concealed.Total - _silentConcealed.Total;
    public long Samples => _samples.Total;
    public List<StreamSecond> Seconds { get; } = [];

    /// <summary>The time of the first row in which packets had moved; null when none ever did.</summary>
    public long? FirstPacketsAt { get; private set; }

    /// <summary>
    /// Reads one stream. Several looks are several sessions' views of the same SSRC: rows that overlap count once.
    /// </summary>
    public static StreamObservation Of(TrackKind kind, IReadOnlyList<StreamLook> looks)
    {
        var stream = new StreamObservation(kind);
        long? seenUntil = null;
        foreach (var look in looks)
        {
            stream.Read(look, seenUntil);
            var count = look.Track.Count;
            seenUntil = Math.Max(seenUntil ?? long.MinValue, count == 0 ? long.MinValue : look.Track.Time(count - 1));
        }

        // A clock that ran backwards leaves seconds out of order.
        if (!IsOrdered(stream.Seconds))
        {
            stream.Seconds.Sort(static (left, right) => left.End.CompareTo(right.End));
        }

        return stream;
    }

    private void Read(StreamLook look, long? seenUntil)
    {
        var track = look.Track;
        var first = 0;
        while (seenUntil is { } until && first < track.Count && track.Time(first) <= until + ClockToleranceMs)
        {
            first++;
        }

        if (seenUntil is null)
        {
            Seconds.Capacity = track.Count;
        }

        if (look.Baseline && first < track.Count && _packets.WouldFall(track[first, 0]))
        {
            RestartAsBaseline(); // Another connection than the one seen before, and older than this contact.
        }

        for (var row = first; row < track.Count; row++)
        {
            var second = Advance(track, row, look.Baseline);
            if (row == first)
            {
                continue; // A first sample has no interval before it.
            }

            var length = track.Time(row) - track.Time(row - 1);
            if (length > 0 && (look.IsRecording || length <= LiveIntervalMaxMs))
            {
                Seconds.Add(second with { Start = track.Time(row - 1), End = track.Time(row) });
            }
        }
    }

    private void RestartAsBaseline()
    {
        _packets.Restart(baseline: true);
        _lost.Restart(baseline: true);
        _bytes.Restart(baseline: true);
        _concealed.Restart(baseline: true);
        _silentConcealed.Restart(baseline: true);
        _samples.Restart(baseline: true);
        _bufferDelay.Restart(baseline: true);
        _bufferCount.Restart(baseline: true);
    }

    private StreamSecond Advance(Track track, int row, bool baseline) =>
        Kind switch
        {
            TrackKind.Inbound => AdvanceInbound(track, row, baseline),
            TrackKind.Outbound => AdvanceOutbound(track, row, baseline),
            _ => Empty() with { RoundTrip = track[row, Transport.CurrentRoundTripTime] },
        };

    private StreamSecond AdvanceInbound(Track track, int row, bool baseline)
    {
        var packets = AdvancePackets(track, row, Inbound.PacketsReceived, baseline);
        _bytes.Advance(track[row, Inbound.BytesReceived], baseline);
        _concealed.Advance(track[row, Inbound.ConcealedSamples], baseline);
        _silentConcealed.Advance(track[row, Inbound.SilentConcealedSamples], baseline);
        _samples.Advance(track[row, Inbound.TotalSamplesReceived], baseline);
        return Empty() with
        {
            Packets = packets,
            Lost = _lost.AdvanceSigned(track[row, Inbound.PacketsLost], baseline),
            Jitter = track[row, Inbound.Jitter],
            Level = track[row, Inbound.AudioLevel],
            BufferDelay = _bufferDelay.Advance(track[row, Inbound.JitterBufferDelay], baseline),
            BufferCount = _bufferCount.Advance(track[row, Inbound.JitterBufferEmittedCount], baseline),
        };
    }

    private StreamSecond AdvanceOutbound(Track track, int row, bool baseline)
    {
        var packets = AdvancePackets(track, row, Outbound.PacketsSent, baseline);
        _bytes.Advance(track[row, Outbound.BytesSent], baseline);
        return Empty() with
        {
            Packets = packets,
            Lost = _lost.AdvanceSigned(track[row, Outbound.PacketsLost], baseline),
            Jitter = track[row, Outbound.Jitter],
            Level = track[row, Outbound.AudioLevel],
            RoundTrip = RoundTripOf(track, row),
        };
    }

    private long AdvancePackets(Track track, int row, int column, bool baseline)
    {
        var value = track[row, column];
        if (_packets.WouldFall(value))
        {
            // The stream began again, and packetsLost with it: that one may fall by itself and cannot tell.
            _lost.Restart(baseline: false);
        }

        if (value > 0)
        {
            FirstPacketsAt ??= track.Time(row);
        }

        return _packets.Advance(value, baseline);
    }

    /// <summary>
    /// The round trip of a row, or missing where no report came yet: browsers then leave it out, or write 0 beside a
    /// count of 0, or (older ones) a bare 0.
    /// </summary>
    private static long RoundTripOf(Track track, int row)
    {
        var roundTrip = track[row, Outbound.RoundTripTime];
        var measurements = track[row, Outbound.RoundTripTimeMeasurements];
        if (measurements == 0 || roundTrip < 0)
        {
            return Track.Missing;
        }

        return roundTrip == 0 && measurements == Track.Missing ? Track.Missing : roundTrip;
    }

    private static StreamSecond Empty() =>
        new()
        {
            Jitter = Track.Missing,
            Level = Track.Missing,
            RoundTrip = Track.Missing,
        };

    private static bool IsOrdered(List<StreamSecond> seconds)
    {
        for (var index = 1; index < seconds.Count; index++)
        {
            if (seconds[index].End < seconds[index - 1].End)
            {
                return false;
            }
        }

        return true;
    }
}
