using Sidetone.Sip.Media.Buffering;
using Sidetone.Sip.Rtcp;
using Sidetone.Sip.Rtp;

namespace Sidetone.Sip.Media.Figures;

/// <summary>Copies what is counted into the records that others read; called under the call's lock.</summary>
internal static class StatisticsReader
{
    public static ReceivedFigures Received(
        Reception reception,
        FarEnd far,
        uint ownSsrc,
        long malformed,
        long elsewhere
    )
    {
        var (received, expected, duplicates, reordered, restarts) = reception.Totals();
        var jitter = reception.Current?.Jitter ?? default;
        return new ReceivedFigures
        {
            Packets = received,
            Expected = expected,
            Duplicates = duplicates,
            Reordered = reordered,
            Restarts = restarts,
            SourceChanges = reception.SourceChanges,
            Malformed = malformed + reception.Refused,
            OtherPayloads = reception.OtherPayloads,
            FromElsewhere = elsewhere,
            SaysSent = far.SaysSent,
            IsOurOwn = reception.Current?.Ssrc == ownSsrc,
            HasLeft = far.HasLeft,
            JitterMs = jitter.CurrentMs,
            JitterMeanMs = jitter.MeanMs,
            JitterMaxMs = jitter.MaxMs,
            FirstAfter = Span(reception.FirstAtMs),
            LastAfter = Span(reception.LastAtMs),
        };
    }

    public static HeardFigures Heard(JitterBuffer buffer) =>
        new(
            buffer.Frames,
            buffer.Concealed,
            buffer.LateDiscards,
            buffer.Inserted,
            buffer.Skipped,
            buffer.Restarts,
            buffer.DelayMs,
            buffer.DelayMeanMs,
            buffer.DelayMaxMs
        );

    public static FarEndFigures? FarEnd(FarEnd far, AudioSender sender)
    {
        if (far.Reports == 0)
        {
            return null;
        }

        // The wraps that it counts begin with its first packet: ours are known from how many we sent.
        var highest = unchecked((ushort)(far.Last.ExtendedHighest - sender.FirstSequence));
        var wraps = (sender.Packets - 1 - highest) >> 16;
        return new FarEndFigures(
            far.Reports,
            far.Last.Lost,
            far.Last.FractionLost / 2.56,
            highest + 1 + (Math.Max(wraps, 0) << 16),
            far.JitterMs,
            far.JitterMeanMs,
            far.JitterMaxMs
        );
    }

    private static TimeSpan? Span(double? milliseconds) =>
        milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null;
}
