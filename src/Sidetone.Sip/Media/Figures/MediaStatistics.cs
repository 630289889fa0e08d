using Sidetone.Sip.Media.Pacing;

namespace Sidetone.Sip.Media.Figures;

/// <summary>Everything that was counted of a call's audio up to a moment.</summary>
public sealed record MediaStatistics
{
    /// <summary>Since the media were started.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Our stream, as we sent it.</summary>
    public required SentFigures Sent { get; init; }

    /// <summary>The other side's stream, as it arrived.</summary>
    public required ReceivedFigures Received { get; init; }

    /// <summary>The other side's stream, as it was heard behind the jitter buffer.</summary>
    public required HeardFigures Heard { get; init; }

    /// <summary>Our stream, as the other side's reports say it arrived; null when there was none.</summary>
    public required FarEndFigures? FarEnd { get; init; }

    /// <summary>Round trips of RTCP in ms, oldest first, one for each report that answered one of ours; at most 4,096, the newest.</summary>
    public required IReadOnlyList<double> RoundTripsMs { get; init; }

    /// <summary>Telephone keys that arrived as events (RFC 4733), in order; at most 256.</summary>
    public required string KeysReceived { get; init; }

    /// <summary>RTCP packets sent.</summary>
    public required long ReportsSent { get; init; }

    /// <summary>
    /// The packets that got lost from one of our ends to another of ours, the head and the tail included: what one sent less what
    /// the other received. Both must have stopped, the sender first.
    /// </summary>
    public static long LostBetween(MediaStatistics from, MediaStatistics to) => from.Sent.Packets - to.Received.Unique;
}
