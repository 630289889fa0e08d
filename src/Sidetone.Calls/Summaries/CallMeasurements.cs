using Sidetone.Calls.Headsets;
using Sidetone.Calls.Quality;
using Sidetone.Calls.Statistics;
using Sidetone.Calls.Timeline;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Summaries;

/// <summary>Everything that a call's samples say, unrounded: what the summary prints and the insights judge.</summary>
internal sealed class CallMeasurements
{
    /// <summary>The call's sessions: earliest first.</summary>
    public required IReadOnlyList<Session> Sessions { get; init; }

    /// <summary>When it rang, talked, was held, was muted and ended.</summary>
    public required CallTimeline Timeline { get; init; }

    /// <summary>The seconds of the call.</summary>
    public required IReadOnlyList<CallSecond> Seconds { get; init; }

    /// <summary>What the agent heard.</summary>
    public required DirectionMeasurements Inbound { get; init; }

    /// <summary>What the customer heard.</summary>
    public required DirectionMeasurements Outbound { get; init; }

    /// <summary>RTCP round trips in milliseconds, over the seconds that had one.</summary>
    public required Spread RoundTrip { get; init; }

    /// <summary>Snapshots of the agent's computer, by time.</summary>
    public required IReadOnlyList<MachineSnapshot> Machine { get; init; }

    /// <summary>Concealed samples of all received ones, in per cent, silence not counted; null when unknown.</summary>
    public required double? ConcealedPercent { get; init; }

    /// <summary>What the agent's headsets measured.</summary>
    public required IReadOnlyList<HeadsetMeasurements> Headsets { get; init; }

    /// <summary>Measures a call.</summary>
    public static CallMeasurements Of(IReadOnlyList<Session> sessions, MosFormula formula)
    {
        List<Session> ordered =
        [
            .. sessions
                .OrderBy(session => Records.Of(session)?.First ?? long.MaxValue)
                .ThenBy(session => session.Id, StringComparer.Ordinal),
        ];
        var streams = Streams(ordered);
        var timeline = CallTimeline.Of(ordered, streams.Min(stream => stream.FirstPacketsAt));
        var seconds = SecondsAssembler.Assemble(streams);
        Rate(seconds, formula, CodecOf(ordered));
        var roundTrip = new Spread();
        foreach (var second in seconds)
        {
            if (second.RoundTrip != Track.Missing)
            {
                roundTrip.Add(second.RoundTrip / 1000.0);
            }
        }

        return new CallMeasurements
        {
            Sessions = ordered,
            Timeline = timeline,
            Seconds = seconds,
            Inbound = DirectionMeasurements.Of(streams, seconds, timeline, inbound: true),
            Outbound = DirectionMeasurements.Of(streams, seconds, timeline, inbound: false),
            RoundTrip = roundTrip,
            Machine = MachineSnapshot.Of(ordered),
            ConcealedPercent = ConcealedPercentOf(streams),
            Headsets = HeadsetMeasurements.Of(ordered, timeline.Talk),
        };
    }

    /// <summary>
    /// The streams of all sessions. An SSRC that several sessions saw is one stream; within a session every connection
    /// has streams of its own, because a new connection counts from zero even where the SSRC stays.
    /// </summary>
    private static List<StreamObservation> Streams(IReadOnlyList<Session> sessions)
    {
        var looks = new Dictionary<(TrackKind Kind, long Ssrc, int Private), List<StreamLook>>();
        var privateStreams = 0;
        foreach (var session in sessions)
        {
            var seenHere = new HashSet<(TrackKind, long)>();
            var baseline = session.Facts.Baseline ?? false;
            foreach (var track in session.Tracks.Where(track => track.Key.Kind != TrackKind.Machine))
            {
                var isShared = track.Key.Ssrc != 0 && seenHere.Add((track.Key.Kind, track.Key.Ssrc));
                var key = (track.Key.Kind, track.Key.Ssrc, isShared ? 0 : ++privateStreams);
                if (!looks.TryGetValue(key, out var stream))
                {
                    looks.Add(key, stream = []);
                }

                stream.Add(new StreamLook(track, baseline, session.IsRecording));
            }
        }

        return [.. looks.Select(stream => StreamObservation.Of(stream.Key.Kind, stream.Value))];
    }

    private static string? CodecOf(IEnumerable<Session> sessions) =>
        sessions.Select(session => session.Facts.AudioCodec).LastOrDefault(codec => codec is not null);

    private static void Rate(List<CallSecond> seconds, MosFormula formula, string? codec)
    {
        foreach (var second in seconds)
        {
            var call = new QualityInput(Milliseconds(second.RoundTrip), Milliseconds(second.StunRoundTrip), 0, 0)
            {
                Codec = codec,
            };
            Rate(ref second.Inbound, inbound: true, call, formula);
            Rate(ref second.Outbound, inbound: false, call, formula);
        }
    }

    private static void Rate(ref DirectionSecond second, bool inbound, in QualityInput call, MosFormula formula)
    {
        if (second.Packets > 0)
        {
            var input = call with
            {
                JitterMs = Milliseconds(second.Jitter) ?? 0,
                LossPercent = second.LossPercent(inbound),
                BufferDelayMs = second.BufferCount > 0 ? second.BufferDelay / 1000.0 / second.BufferCount : null,
            };
            second.Mos = formula.Mos(input) ?? double.NaN;
        }
    }

    private static double? Milliseconds(long microseconds) =>
        microseconds == Track.Missing ? null : microseconds / 1000.0;

    private static double? ConcealedPercentOf(List<StreamObservation> streams)
    {
        var samples = streams.Sum(stream => stream.Samples);
        return samples > 0 ? Math.Clamp(100.0 * streams.Sum(stream => stream.Concealed) / samples, 0, 100) : null;
    }
}
