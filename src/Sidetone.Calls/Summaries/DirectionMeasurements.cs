using Sidetone.Calls.Statistics;
using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Summaries;

/// <summary>What a call's samples say about one direction, unrounded.</summary>
internal sealed class DirectionMeasurements
{
    /// <summary>Packets received (inbound) or sent (outbound), all streams together.</summary>
    public required long Packets { get; init; }

    /// <summary>Packets lost, all streams together, never below zero.</summary>
    public required long Lost { get; init; }

    /// <summary>Payload bytes, all streams together.</summary>
    public required long Bytes { get; init; }

    /// <summary>Lost packets over the call, in per cent.</summary>
    public required double LossPercent { get; init; }

    /// <summary>Lost packets in the worst second, in per cent.</summary>
    public required double LossPercentMax { get; init; }

    /// <summary>Levels, 0 to 32767.</summary>
    public required Spread Level { get; init; }

    /// <summary>RTP jitter in milliseconds.</summary>
    public required Spread Jitter { get; init; }

    /// <summary>Mean opinion scores.</summary>
    public required Spread Mos { get; init; }

    /// <summary>Where no packets moved.</summary>
    public required Gaps Gaps { get; init; }

    /// <summary>Loss over packets received and lost inbound, over packets sent outbound; 0 without any, at most 100.</summary>
    public static double LossPercentOf(long packets, long lost, bool inbound)
    {
        var expected = inbound ? packets + lost : packets;
        return expected <= 0 ? 0 : Math.Min(100, 100.0 * lost / expected);
    }

    /// <summary>Measures one direction.</summary>
    public static DirectionMeasurements Of(
        IReadOnlyList<StreamObservation> streams,
        IReadOnlyList<CallSecond> seconds,
        CallTimeline timeline,
        bool inbound
    )
    {
        var kind = inbound ? TrackKind.Inbound : TrackKind.Outbound;
        var packets = streams.Where(stream => stream.Kind == kind).Sum(stream => stream.Packets);
        var lost = Math.Max(0, streams.Where(stream => stream.Kind == kind).Sum(stream => stream.Lost));
        Spread level = new(),
            jitter = new(),
            mos = new();
        var lossMax = 0.0;
        for (var index = 0; index < seconds.Count; index++)
        {
            var call = seconds[index];
            ref readonly var second = ref inbound ? ref call.Inbound : ref call.Outbound;
            if (second.Packets <= 0)
            {
                continue;
            }

            lossMax = Math.Max(lossMax, second.LossPercent(inbound));
            if (second.Level != Track.Missing)
            {
                level.Add(second.Level);
            }

            if (second.Jitter != Track.Missing)
            {
                jitter.Add(second.Jitter / 1000.0);
            }

            if (!double.IsNaN(second.Mos))
            {
                mos.Add(second.Mos);
            }
        }

        return new DirectionMeasurements
        {
            Packets = packets,
            Lost = lost,
            Bytes = streams.Where(stream => stream.Kind == kind).Sum(stream => stream.Bytes),
            LossPercent = LossPercentOf(packets, lost, inbound),
            LossPercentMax = lossMax,
            Level = level,
            Jitter = jitter,
            Mos = mos,
            Gaps = Gaps.Of(seconds, timeline, inbound),
        };
    }
}

/// <summary>One look at the agent's computer; per cent, null when not measured.</summary>
/// <param name="At">When, in milliseconds since the Unix epoch.</param>
/// <param name="CpuPercent">CPU in use.</param>
/// <param name="MemoryPercent">Memory in use.</param>
internal readonly record struct MachineSnapshot(long At, double? CpuPercent, double? MemoryPercent)
{
    /// <summary>All snapshots of a call, by time.</summary>
    public static IReadOnlyList<MachineSnapshot> Of(IReadOnlyList<Session> sessions)
    {
        var snapshots = new List<MachineSnapshot>();
        foreach (var track in sessions.SelectMany(session => session.Tracks))
        {
            for (var row = 0; track.Key.Kind == TrackKind.Machine && row < track.Count; row++)
            {
                snapshots.Add(
                    new MachineSnapshot(
                        track.Time(row),
                        Percent(track[row, Telemetry.Machine.CpuUtilization]),
                        Percent(track[row, Telemetry.Machine.MemoryUtilization])
                    )
                );
            }
        }

        return [.. snapshots.OrderBy(snapshot => snapshot.At)];
    }

    private static double? Percent(long hundredths) => hundredths == Track.Missing ? null : hundredths / 100.0;
}
