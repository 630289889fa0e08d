namespace Sidetone.Telemetry.Recordings.Stats;

/// <summary>Writes a track's row from the statistics of one time: the one place where members meet columns.</summary>
internal static class Rows
{
    /// <summary>What the agent hears. Until Chrome 112 some members stood on the stream's track instead.</summary>
    public static void AddInbound(Track track, long time, Stat stream, Stat? receiver)
    {
        var row = track.Add(0, time);
        track[row, Inbound.PacketsReceived] = Units.Count(stream.Number(Member.PacketsReceived));
        track[row, Inbound.PacketsLost] = Units.Count(stream.Number(Member.PacketsLost));
        track[row, Inbound.BytesReceived] = Units.Count(stream.Number(Member.BytesReceived));
        track[row, Inbound.Jitter] = Units.Microseconds(stream.Number(Member.Jitter));
        track[row, Inbound.PacketsDiscarded] = Units.Count(stream.Number(Member.PacketsDiscarded));
        track[row, Inbound.ConcealedSamples] = Units.Count(Either(Member.ConcealedSamples));
        track[row, Inbound.SilentConcealedSamples] = Units.Count(Either(Member.SilentConcealedSamples));
        track[row, Inbound.TotalSamplesReceived] = Units.Count(Either(Member.TotalSamplesReceived));
        track[row, Inbound.JitterBufferDelay] = Units.Microseconds(Either(Member.JitterBufferDelay));
        track[row, Inbound.JitterBufferEmittedCount] = Units.Count(Either(Member.JitterBufferEmittedCount));

        // The track's level comes first: while there were two, only the track's was linear in every version.
        var level = receiver?.Number(Member.AudioLevel) ?? double.NaN;
        track[row, Inbound.AudioLevel] = Units.Level(double.IsNaN(level) ? stream.Number(Member.AudioLevel) : level);

        double Either(Member member) =>
            stream.Has(member) ? stream.Number(member) : receiver?.Number(member) ?? double.NaN;
    }

    /// <summary>What the customer hears, as the far end reports it, and what the microphone gives.</summary>
    public static void AddOutbound(Track track, long time, Stat stream, Stat? remote, Stat? source)
    {
        var row = track.Add(0, time);
        track[row, Outbound.PacketsSent] = Units.Count(stream.Number(Member.PacketsSent));
        track[row, Outbound.BytesSent] = Units.Count(stream.Number(Member.BytesSent));
        track[row, Outbound.AudioLevel] = Units.Level(source?.Number(Member.AudioLevel) ?? double.NaN);

        // Before remote-inbound-rtp came (Chrome 77) a sent stream carried the round trip itself.
        var report = remote ?? stream;
        track[row, Outbound.PacketsLost] = Units.Count(report.Number(Member.PacketsLost));
        track[row, Outbound.Jitter] = Units.Microseconds(report.Number(Member.Jitter));
        track[row, Outbound.RoundTripTime] = Units.Microseconds(report.Number(Member.RoundTripTime));
        track[row, Outbound.TotalRoundTripTime] = Units.Microseconds(report.Number(Member.TotalRoundTripTime));
        track[row, Outbound.RoundTripTimeMeasurements] = Units.Count(report.Number(Member.RoundTripTimeMeasurements));
    }

    /// <summary>The path: the selected candidate pair.</summary>
    public static void AddTransport(Track track, long time, Stat? transport, Stat pair)
    {
        var row = track.Add(0, time);
        track[row, Transport.CurrentRoundTripTime] = Units.Microseconds(pair.Number(Member.CurrentRoundTripTime));
        track[row, Transport.SelectedCandidatePairChanges] = Units.Count(
            transport?.Number(Member.SelectedCandidatePairChanges) ?? double.NaN
        );
    }
}
