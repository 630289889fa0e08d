using Sidetone.Telemetry.Recordings.Stats;

namespace Sidetone.Telemetry.Recordings.RtcStats;

/// <summary>Writes the rows of one poll: one for each audio stream that is there, and one for the path.</summary>
internal static class PollRows
{
    public static void Add(ConnectionBuilder connection, RtcStatsState state, long time)
    {
        foreach (var stat in state.Stats.Values)
        {
            // Before remote-inbound-rtp had a type of its own, isRemote told the far end's statistics from ours.
            if (stat.Is(Member.IsRemote))
            {
                continue;
            }

            if (stat.Type == StatType.Inbound)
            {
                AddInbound(connection, state, stat, time);
            }
            else if (stat.Type == StatType.Outbound)
            {
                AddOutbound(connection, state, stat, time);
            }
        }

        if (SelectedPath.Find(state.Stats.Values, state.Find, connection.AudioTransport) is { } path)
        {
            Rows.AddTransport(connection.TransportTrack(), time, path.Transport, path.Pair);
            connection.Path = path.WithAddresses().ToFacts();
        }
    }

    private static void AddInbound(ConnectionBuilder connection, RtcStatsState state, Stat stream, long time)
    {
        var codec = state.Find(stream.Text(Member.CodecId));
        if (connection.TrackOf(stream, codec, TrackKind.Inbound) is { } track)
        {
            Rows.AddInbound(track, time, stream, state.Find(stream.Text(Member.TrackId)));
        }
    }

    private static void AddOutbound(ConnectionBuilder connection, RtcStatsState state, Stat stream, long time)
    {
        var codec = state.Find(stream.Text(Member.CodecId));
        if (connection.TrackOf(stream, codec, TrackKind.Outbound) is not { } track)
        {
            return;
        }

        var sender = state.Find(stream.Text(Member.TrackId));
        var source = state.Find(stream.Text(Member.MediaSourceId) ?? sender?.Text(Member.MediaSourceId)) ?? sender;
        Rows.AddOutbound(track, time, stream, RemoteOf(state, stream), source ?? stream);
        if (source?.Text(Member.TrackIdentifier) is { } sent && connection.SentTracks.LastOrDefault() != sent)
        {
            connection.SentTracks.Add(sent);
        }
    }

    /// <summary>The far end's report: by the stream's <c>remoteId</c>, or one that names the stream or its SSRC.</summary>
    private static Stat? RemoteOf(RtcStatsState state, Stat stream)
    {
        if (state.Find(stream.Text(Member.RemoteId)) is { } named)
        {
            return named;
        }

        Stat? bySsrc = null;
        foreach (var stat in state.Stats.Values)
        {
            var isRemote =
                stat.Type == StatType.RemoteInbound || (stat.Type == StatType.Inbound && stat.Is(Member.IsRemote));
            if (isRemote && stat.Text(Member.LocalId) == stream.Id)
            {
                return stat;
            }

            bySsrc = isRemote && stat.Number(Member.Ssrc).Equals(stream.Number(Member.Ssrc)) ? stat : bySsrc;
        }

        return bySsrc;
    }
}
