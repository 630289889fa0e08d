namespace Sidetone.Sip.Media.Figures;

/// <summary>The other side's stream as it arrived (RFC 3550 §6.4.1, A.1, A.3, A.8), over all of its sources.</summary>
public sealed record ReceivedFigures
{
    /// <summary>Packets, duplicates included.</summary>
    public required long Packets { get; init; }

    /// <summary>Packets that the sequence numbers say were sent, between the first and the last that arrived.</summary>
    public required long Expected { get; init; }

    /// <summary>Packets that came a second time.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Packets that came after a later one.</summary>
    public required long Reordered { get; init; }

    /// <summary>How often a source began again with other numbers.</summary>
    public required int Restarts { get; init; }

    /// <summary>How often another source took over.</summary>
    public required int SourceChanges { get; init; }

    /// <summary>Packets that were no RTP, or whose source found no place.</summary>
    public required long Malformed { get; init; }

    /// <summary>Packets with a payload type that was not agreed on.</summary>
    public required long OtherPayloads { get; init; }

    /// <summary>Packets that did not come from where ours go to; they count all the same.</summary>
    public required long FromElsewhere { get; init; }

    /// <summary>Packets that the other side's sender reports say it has sent up to the last of them; null without one.</summary>
    public required long? SaysSent { get; init; }

    /// <summary>Whether the stream is our own, sent back: its losses are then those of both directions together.</summary>
    public required bool IsOurOwn { get; init; }

    /// <summary>Whether the other side said goodbye in RTCP.</summary>
    public required bool HasLeft { get; init; }

    /// <summary>Interarrival jitter in ms, as of the last packet.</summary>
    public required double JitterMs { get; init; }

    /// <summary>Its mean over the packets.</summary>
    public required double JitterMeanMs { get; init; }

    /// <summary>Its maximum.</summary>
    public required double JitterMaxMs { get; init; }

    /// <summary>From the start of the media to the first packet; null when none came.</summary>
    public required TimeSpan? FirstAfter { get; init; }

    /// <summary>From the start of the media to the last packet; null when none came.</summary>
    public required TimeSpan? LastAfter { get; init; }

    /// <summary>Packets without those that came a second time.</summary>
    public long Unique => Packets - Duplicates;

    /// <summary>Packets lost as RFC 3550 counts them: duplicates can make it negative.</summary>
    public long Lost => Expected - Packets;

    /// <summary>Packets that never came, at least 0; also those before the first and after the last, where the other side said how many it sent.</summary>
    public long Missing => Math.Max(0, Math.Max(Expected, SaysSent ?? 0) - Unique);

    /// <summary>Share of the packets that never came, 0…100; 0 when none was expected.</summary>
    public double LossPercent
    {
        get
        {
            var expected = Math.Max(Expected, SaysSent ?? 0);
            return expected == 0 ? 0 : 100.0 * Missing / expected;
        }
    }
}
