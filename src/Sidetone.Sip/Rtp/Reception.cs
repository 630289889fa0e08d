using Sidetone.Sip.Rtcp;

namespace Sidetone.Sip.Rtp;

/// <summary>What is counted of arriving RTP: by source, and over all of them. Guarded by the call's lock.</summary>
internal sealed class Reception
{
    private const double SamplesPerMs = 8;

    private readonly KeysReceived _keys = new();
    private readonly ReceivedSources _sources = new();
    private RtpTimeline _timeline;

    /// <summary>The source that is heard; null before the first packet.</summary>
    public ReceivedSource? Current => _sources.Current;

    /// <summary>The keys that arrived, in order.</summary>
    public string Keys => _keys.ToString();

    /// <summary>When the first packet arrived; null before.</summary>
    public double? FirstAtMs { get; private set; }

    /// <summary>When the last packet arrived; null before.</summary>
    public double? LastAtMs { get; private set; }

    /// <summary>Packets whose payload type was not agreed on.</summary>
    public long OtherPayloads { get; private set; }

    /// <summary>Takes a packet.</summary>
    /// <param name="packet">well-formed</param>
    /// <param name="arrivedMs">when it arrived</param>
    /// <param name="isLive">whether that is known: what waited before the call began to listen is counted, but has no time</param>
    /// <param name="audio">payload type of the audio</param>
    /// <param name="events">payload type of telephone events; null when there is none</param>
    /// <returns>the place of its audio on the timeline; null when there is nothing to be heard in it</returns>
    public long? Take(in RtpPacket packet, double arrivedMs, bool isLive, byte audio, byte? events)
    {
        var (source, check) = _sources.Add(packet.Ssrc, packet.Sequence);
        if (source is null || check == SequenceCheck.Refused)
        {
            return null;
        }

        FirstAtMs ??= arrivedMs;
        LastAtMs = arrivedMs;
        if (source != Current || check == SequenceCheck.Duplicate)
        {
            return null;
        }

        if (packet.PayloadType == events)
        {
            if (TelephoneEvent.TryParse(packet.Payload, out var key))
            {
                _keys.Add(packet.Timestamp, key);
            }

            return null;
        }

        if (packet.PayloadType != audio)
        {
            OtherPayloads++;
            return null;
        }

        if (!isLive)
        {
            return null;
        }

        // Telephone events stand on their key's first moment: their timestamps say nothing of the way here, so only audio counts.
        var position = _timeline.Place(packet.Ssrc, packet.Timestamp, arrivedMs, out var begins);
        if (begins || check == SequenceCheck.Restarted)
        {
            source.Jitter.Restart();
        }

        source.Jitter.Add(arrivedMs, position / SamplesPerMs);
        return packet.Payload.IsEmpty ? null : position;
    }

    /// <summary>What a report says of the current source; null while there is none that is believed.</summary>
    public ReportBlock? Block(FarSender? sender, double nowMs)
    {
        if (Current is not { Sequence.IsValid: true } source)
        {
            return null;
        }

        return new ReportBlock(
            source.Ssrc,
            source.Sequence.TakeFractionLost(),
            source.Sequence.RunLost,
            source.Sequence.ExtendedHighest,
            (uint)Math.Min(source.Jitter.CurrentMs * SamplesPerMs, uint.MaxValue),
            sender?.LastReport ?? 0,
            sender is { LastReport: not 0 }
                ? (uint)Math.Min((nowMs - sender.LastReportAtMs) * 65.536, uint.MaxValue)
                : 0
        );
    }

    /// <summary>Sums over the sources that are believed.</summary>
    public (long Received, long Expected, long Duplicates, long Reordered, int Restarts) Totals()
    {
        var (received, expected, duplicates, reordered, restarts) = (0L, 0L, 0L, 0L, 0);
        foreach (var source in _sources.Known)
        {
            if (source.Sequence.IsValid)
            {
                received += source.Sequence.Received;
                expected += source.Sequence.Expected;
                duplicates += source.Sequence.Duplicates;
                reordered += source.Sequence.Reordered;
                restarts += source.Sequence.Restarts;
            }
        }

        return (received, expected, duplicates, reordered, restarts);
    }

    /// <summary>Whether a source is one of those that are believed.</summary>
    public bool Believes(uint ssrc) => _sources.Find(ssrc) is { Sequence.IsValid: true };

    /// <summary>How often another source took over.</summary>
    public int SourceChanges => _sources.Changes;

    /// <summary>Packets of sources that found no place.</summary>
    public long Refused => _sources.Refused;
}
