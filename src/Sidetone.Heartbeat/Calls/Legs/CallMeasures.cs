using Sidetone.Heartbeat.Signals;
using Sidetone.Heartbeat.Signals.Arithmetic;
using Sidetone.Sip.Media.Figures;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>One end of a call when it is over: what it counted, heard and said, on the call's clock.</summary>
/// <param name="Statistics">what its media counted</param>
/// <param name="Heard">what it heard</param>
/// <param name="Said">what it said; null when nothing</param>
internal sealed record EndedLeg(MediaStatistics Statistics, HeardCall Heard, SaidSignal? Said);

/// <summary>Puts what both ends counted and heard into a call's record. A figure that nobody measured stays null.</summary>
internal static class CallMeasures
{
    // Fewer are no measurement of a round trip; one may be another's chirp.
    private const int ChirpsMin = 2;

    /// <summary>The record with all that two ends of ours measured.</summary>
    public static CallRecord OfBoth(CallRecord record, EndedLeg dialler, EndedLeg receiver)
    {
        var toAgent = Direction(receiver, dialler.Said);
        var toCustomer = Direction(dialler, receiver.Said);
        return record with
        {
            ToAgent = toAgent.Record,
            ToCustomer = toCustomer.Record,
            RoundTripMs = RoundTrip(dialler.Statistics) ?? RoundTrip(receiver.Statistics),
            // Both ends have one clock: there and back is the sum.
            AudioRoundTripMs = toAgent.NetworkMs + toCustomer.NetworkMs,
        };
    }

    /// <summary>
    /// The record with what the dialler alone can tell: the other end is somebody else's. An echo is what the customer
    /// hears; what an agent would have heard is not measured by it.
    /// </summary>
    public static CallRecord OfDialler(CallRecord record, EndedLeg dialler)
    {
        var own = dialler.Said is { } said ? SignalAnalysis.Of(said, dialler.Heard) : null;
        var isEcho = own is { DelaysMs.Count: >= ChirpsMin, DelayMs: not null };
        var far = dialler.Statistics.FarEnd;
        return record with
        {
            ToAgent = new DirectionRecord
            {
                LossPercent = far is { Reports: > 0 } ? far.LossPercent : null,
                JitterMs = far is { Reports: > 0 } ? far.JitterMeanMs : null,
            },
            ToCustomer = Counted(dialler.Statistics) with
            {
                Heard = own is null ? null : !own.IsSilent,
                DelayMs = isEcho ? own!.DelayMs / 2 : null,
                DropOutPercent = isEcho ? own!.DropOutPercent : null,
                LevelDb = isEcho ? own!.LevelDifferenceDb : null,
                ClippedPercent = own is { IsSilent: false } ? own.ClippedPercent : null,
            },
            RoundTripMs = RoundTrip(dialler.Statistics),
            AudioRoundTripMs = isEcho ? own!.DelayMs : null,
        };
    }

    /// <summary>What was counted in one direction, while it runs or when it is over.</summary>
    public static DirectionRecord Counted(MediaStatistics listener) =>
        listener.Received.Packets == 0
            ? new DirectionRecord()
            : new DirectionRecord
            {
                LossPercent = listener.Received.LossPercent,
                JitterMs = listener.Received.JitterMeanMs,
                LatePercent = Math.Min(
                    100,
                    100.0 * listener.Heard.LateDiscards / Math.Max(1, listener.Received.Unique)
                ),
            };

    /// <summary>The median of the RTCP round trips; null without one. A clock's noise may make one negative.</summary>
    public static double? RoundTrip(MediaStatistics statistics) =>
        statistics.RoundTripsMs.Count == 0 ? null : Math.Max(0, Median.Of(statistics.RoundTripsMs));

    private static (DirectionRecord Record, double? NetworkMs) Direction(EndedLeg listener, SaidSignal? said)
    {
        var counted = Counted(listener.Statistics);
        if (said is not { } signal)
        {
            return (counted, null);
        }

        var figures = SignalAnalysis.Of(signal, listener.Heard);
        return (
            counted with
            {
                Heard = !figures.IsSilent,
                DelayMs = figures.EarDelayMs ?? figures.DelayMs,
                DropOutPercent = figures.DropOutPercent,
                LevelDb = figures.LevelDifferenceDb,
                ClippedPercent = figures.IsSilent ? null : figures.ClippedPercent,
            },
            figures.DelayMs
        );
    }
}
