using Sidetone.Telemetry;

namespace Sidetone.Calls.Statistics;

/// <summary>Puts the seconds of all streams together into the seconds of the call.</summary>
internal static class SecondsAssembler
{
    /// <summary>
    /// Streams of one tick are sampled within milliseconds of each other; ticks are a second apart. Half a second
    /// between tells the two apart.
    /// </summary>
    private const long SameTickMs = 500;

    /// <summary>The seconds of a call, ordered by their ends; each stream is in a second at most once.</summary>
    public static List<CallSecond> Assemble(IReadOnlyList<StreamObservation> streams)
    {
        var next = new int[streams.Count];
        var inSecond = new int[streams.Count];
        Array.Fill(inSecond, -1);
        var seconds = new List<CallSecond>(streams.Count == 0 ? 0 : streams.Max(stream => stream.Seconds.Count));
        var current = new CallSecond();
        var firstEnd = long.MinValue;
        var outboundMost = -1L;
        var open = false;

        while (Earliest(streams, next) is var index && index >= 0)
        {
            var stream = streams[index];
            var second = stream.Seconds[next[index]++];
            if (!open || second.End - firstEnd > SameTickMs || inSecond[index] == seconds.Count)
            {
                if (open)
                {
                    seconds.Add(current);
                }

                current = new CallSecond { Start = second.Start, End = second.End };
                firstEnd = second.End;
                outboundMost = -1;
                open = true;
            }

            inSecond[index] = seconds.Count;
            current.Start = Math.Min(current.Start, second.Start);
            current.End = Math.Max(current.End, second.End);
            Add(current, stream.Kind, second, ref outboundMost);
        }

        if (open)
        {
            seconds.Add(current);
        }

        return seconds;
    }

    private static void Add(CallSecond current, TrackKind kind, in StreamSecond second, ref long outboundMost)
    {
        switch (kind)
        {
            case TrackKind.Inbound:
                current.Inbound.Add(second);
                break;
            case TrackKind.Outbound:
                current.Outbound.Add(second);
                if (second.RoundTrip != Track.Missing && second.Packets > outboundMost)
                {
                    outboundMost = second.Packets;
                    current.RoundTrip = second.RoundTrip;
                }

                break;
            default:
                current.StunRoundTrip = second.RoundTrip;
                break;
        }
    }

    /// <summary>The stream whose next second ends first; -1 when all are done. There are few streams: a scan beats a heap.</summary>
    private static int Earliest(IReadOnlyList<StreamObservation> streams, int[] next)
    {
        var earliest = -1;
        var end = long.MaxValue;
        for (var index = 0; index < streams.Count; index++)
        {
            var seconds = streams[index].Seconds;
            if (next[index] < seconds.Count && seconds[next[index]].End < end)
            {
                end = seconds[next[index]].End;
                earliest = index;
            }
        }

        return earliest;
    }
}
