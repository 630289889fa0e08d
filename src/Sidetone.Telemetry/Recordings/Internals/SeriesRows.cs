using Sidetone.Telemetry.Recordings.Stats;

namespace Sidetone.Telemetry.Recordings.Internals;

/// <summary>Writes the rows of one connection from its series.</summary>
internal sealed class SeriesRows(ConnectionBuilder connection, Dictionary<string, SeriesStat> stats)
{
    /// <summary>Statistics of one poll carry the same time, or in old dumps one reckoned from the first and the last.</summary>
    private const double SamePollMs = 500;

    public void Add(List<string> leftOut)
    {
        foreach (var stat in stats.Values)
        {
            stat.Align(connection.Id, leftOut);
        }

        // By time of appearance, so that a stream whose stat was named anew goes on in its track.
        var streams = stats.Values.Where(stat => stat.Times.Length > 0).OrderBy(stat => stat.Times[0]).ToList();
        foreach (var stat in streams)
        {
            if (stat.Type == StatType.Inbound && !stat.Last().Is(Member.IsRemote))
            {
                AddInbound(stat);
            }
            else if (stat.Type == StatType.Outbound && !stat.Last().Is(Member.IsRemote))
            {
                AddOutbound(stat);
            }
        }

        AddTransport();
    }

    private void AddInbound(SeriesStat series)
    {
        var track = TrackOf(series, TrackKind.Inbound);
        for (var i = 0; i < series.Times.Length && track is not null; i++)
        {
            if (TimeAt(series, i) is { } time)
            {
                var stream = series.At(i);
                var receiver = Find(stream.Text(Member.TrackId))?.By(series.Times[i], SamePollMs);
                Rows.AddInbound(track, time, stream, receiver);
            }
        }
    }

    private void AddOutbound(SeriesStat series)
    {
        if (TrackOf(series, TrackKind.Outbound) is not { } track)
        {
            return;
        }

        var last = series.Last();
        var remote = RemoteOf(last);
        var sender = Find(last.Text(Member.TrackId));
        for (var i = 0; i < series.Times.Length; i++)
        {
            if (TimeAt(series, i) is not { } time)
            {
                continue;
            }

            // The microphone may be changed in mid-call, so its source is looked up anew each time.
            var stream = series.At(i);
            var source = Find(stream.Text(Member.MediaSourceId)) ?? sender;
            var level = source?.By(series.Times[i], SamePollMs) ?? stream;
            Rows.AddOutbound(track, time, stream, remote?.Until(series.Times[i]), level);
            if (level.Text(Member.TrackIdentifier) is { } sent && connection.SentTracks.LastOrDefault() != sent)
            {
                connection.SentTracks.Add(sent);
            }
        }
    }

    private void AddTransport()
    {
        var path = default(SelectedPath);
        var transports = stats.Values.Where(stat => stat.Type == StatType.Transport).ToList();
        var transport =
            transports.Find(stat => stat.Id == connection.AudioTransport)
            ?? transports.Find(stat => Find(stat.Last().Text(Member.SelectedCandidatePairId)) is not null);
        var points = transport is null ? Nominated() : Selected(transport);
        foreach (var (time, stat, pair) in points)
        {
            Rows.AddTransport(connection.TransportTrack(), time, stat, pair);
            path = new SelectedPath(stat, pair, null, null);
        }

        if (path is not null)
        {
            connection.Path = (
                path with
                {
                    Local = Find(path.Pair.Text(Member.LocalCandidateId))?.Last(),
                    Remote = Find(path.Pair.Text(Member.RemoteCandidateId))?.Last(),
                }
            )
                .WithAddresses()
                .ToFacts();
        }
    }

    private IEnumerable<(long Time, Stat? Transport, Stat Pair)> Selected(SeriesStat transport)
    {
        for (var i = 0; i < transport.Times.Length; i++)
        {
            var stat = transport.At(i);
            var pair = Find(stat.Text(Member.SelectedCandidatePairId))?.By(transport.Times[i], SamePollMs);
            if (pair is not null && TimeAt(transport, i) is { } time)
            {
                yield return (time, stat, pair);
            }
        }
    }

    /// <summary>Where no transport names its pair, a pair says of itself that it is the one.</summary>
    private IEnumerable<(long Time, Stat? Transport, Stat Pair)> Nominated() =>
        stats
            .Values.Where(stat => stat.Type == StatType.CandidatePair)
            .SelectMany(series =>
                Enumerable.Range(0, series.Times.Length).Select(i => (Time: TimeAt(series, i), Pair: series.At(i)))
            )
            .Where(point => point.Time is not null && SelectedPath.IsSelected(point.Pair))
            .OrderBy(point => point.Time)
            .Select(point => (point.Time!.Value, (Stat?)null, point.Pair));

    private Track? TrackOf(SeriesStat series, TrackKind kind)
    {
        var last = series.Last();
        return connection.TrackOf(last, Find(last.Text(Member.CodecId))?.Last(), kind);
    }

    private SeriesStat? RemoteOf(Stat stream)
    {
        if (Find(stream.Text(Member.RemoteId)) is { } named)
        {
            return named;
        }

        var remotes = stats
            .Values.Where(stat => stat.Type is StatType.RemoteInbound or StatType.Inbound)
            .Select(series => (Series: series, Last: series.Last()))
            .Where(each => each.Last.Type == StatType.RemoteInbound || each.Last.Is(Member.IsRemote))
            .ToList();
        var found = remotes.Find(each => each.Last.Text(Member.LocalId) == stream.Id);
        return found.Series ?? remotes.Find(each => Ssrc(each.Last) is { } ssrc && ssrc == Ssrc(stream)).Series;
    }

    private static long? Ssrc(Stat stat) => AudioKind.Ssrc(stat);

    private SeriesStat? Find(string? id) => id is not null && stats.TryGetValue(id, out var stat) ? stat : null;

    private long? TimeAt(SeriesStat series, int index)
    {
        if (!Times.TryWhole(series.Times[index], out var time))
        {
            return null;
        }

        connection.Seen(time);
        return time;
    }
}
