using Sidetone.Calls.Quality;
using Sidetone.Calls.Statistics;
using Sidetone.Calls.Summaries;
using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;

namespace Sidetone.Calls.Live;

/// <summary>Says where an open call stands. Pure, like its summary: the same records give the same answer.</summary>
public static class LiveCalls
{
    /// <summary>The state of a call.</summary>
    /// <param name="heads">Every batch of the call, without samples (<see cref="BatchCodec.DecodeHead"/>).</param>
    /// <param name="recent">The last batches of each session, whole.</param>
    /// <param name="formula">The formula of mean opinion scores.</param>
    public static LiveCall Of(IReadOnlyList<Batch> heads, IReadOnlyList<Batch> recent, MosFormula formula)
    {
        var known = SessionAssembler.Assemble(heads.Select(batch => (batch, 0L)));
        var happened = known.SelectMany(session => session.Happenings).Select(each => each.Happening).ToList();
        var tail = SessionAssembler.Assemble(recent.Select(batch => (WithBaseline(batch), 0L)));
        var records = known.Concat(tail).Select(Records.Of).OfType<(long First, long Last)>().ToList();
        var connecting = First(happened, HappeningType.Connecting);
        var connected = First(happened, HappeningType.Connected);
        var stage = StageOf(known, happened, connecting, connected);
        return new LiveCall
        {
            Stage = stage.Stage,
            StageSince = stage.Since,
            IsMuted = LastOf(known, HappeningType.Mute, HappeningType.Unmute) is { Type: HappeningType.Mute },
            Since = connecting ?? (records.Count > 0 ? records.Min(each => each.First) : null),
            ConnectedAt = connected,
            LastRecordAt = records.Count > 0 ? records.Max(each => each.Last) : null,
            LastSecond = LastSecondOf(tail, formula),
        };
    }

    // The batches before are not there, so that what the first counters of these say is only a base.
    private static Batch WithBaseline(Batch batch) =>
        batch with
        {
            Facts = (batch.Facts ?? new Facts()) with { Baseline = true },
        };

    private static (LiveStage Stage, long? Since) StageOf(
        IReadOnlyList<Session> sessions,
        List<Happening> happened,
        long? connecting,
        long? connected
    )
    {
        if (First(happened, HappeningType.Ended) is { } ended)
        {
            return (LiveStage.Ended, ended);
        }

        if (LastOf(sessions, HappeningType.Hold, HappeningType.Resume) is { Type: HappeningType.Hold } hold)
        {
            return (LiveStage.OnHold, hold.At);
        }

        return connected is not null ? (LiveStage.Connected, connected)
            : connecting is not null ? (LiveStage.Ringing, connecting)
            : (LiveStage.Unknown, null);
    }

    private static long? First(IEnumerable<Happening> happened, string type) =>
        happened.Where(happening => happening.Type == type).Min(happening => (long?)happening.At);

    /// <summary>The last of two happenings that undo each other; at one instant, the one that was sent last.</summary>
    private static Happening? LastOf(IEnumerable<Session> sessions, string on, string off) =>
        sessions
            .SelectMany(session => session.Happenings)
            .Select(each => each.Happening)
            .Where(happening => happening.Type == on || happening.Type == off)
            .OrderBy(happening => happening.At)
            .LastOrDefault();

    private static LiveSecond? LastSecondOf(IReadOnlyList<Session> tail, MosFormula formula)
    {
        var seconds = CallMeasurements.Of(tail, formula).Seconds;
        for (var index = seconds.Count - 1; index >= 0; index--)
        {
            var second = seconds[index];
            if (!double.IsNaN(second.Inbound.Mos) || !double.IsNaN(second.Outbound.Mos))
            {
                return Shown(second);
            }
        }

        return null;
    }

    private static LiveSecond Shown(CallSecond second) =>
        new()
        {
            At = second.Start,
            InboundMos = MosOf(second.Inbound),
            OutboundMos = MosOf(second.Outbound),
            InboundLossPercent = second.Inbound.Packets > 0 ? second.Inbound.LossPercent(inbound: true) : null,
            InboundJitterMs = second.Inbound.Packets > 0 ? Milliseconds(second.Inbound.Jitter) : null,
            RoundTripMs = Milliseconds(second.RoundTrip),
        };

    private static double? MosOf(in DirectionSecond direction) => double.IsNaN(direction.Mos) ? null : direction.Mos;

    private static double? Milliseconds(long microseconds) =>
        microseconds == Track.Missing ? null : microseconds / 1000.0;
}
