using Sidetone.Telemetry.Recordings.Stats;

namespace Sidetone.Telemetry.Recordings;

/// <summary>Gathers what a recording tells of one peer connection.</summary>
internal sealed class ConnectionBuilder(string id)
{
    private readonly Dictionary<TrackKey, Track> _tracks = [];
    private readonly Dictionary<string, Track?> _byStat = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _notAudio = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _withoutSsrc = new(StringComparer.Ordinal);
    private long? _first;
    private long? _last;

    public string Id { get; } = id;

    public string Page { get; set; } = "";

    public string IceState { get; set; } = "";

    public string ConnectionState { get; set; } = "";

    public long? ClosedAt { get; private set; }

    public bool WasConnected { get; set; }

    /// <summary>What the path last selected said of the network.</summary>
    public Facts? Path { get; set; }

    /// <summary>The identifiers of the microphone's tracks that were sent, in order.</summary>
    public List<string> SentTracks { get; } = [];

    /// <summary>The codec that audio was last seen in; null when no statistics say it.</summary>
    public string? AudioCodec { get; private set; }

    /// <summary>The transport that audio was last seen on.</summary>
    public string? AudioTransport { get; private set; }

    public IEnumerable<Track> Tracks => _tracks.Values;

    public bool HasAudio => AudioTracks.Any();

    private IEnumerable<Track> AudioTracks =>
        _tracks.Values.Where(track => track.Key.Kind is TrackKind.Inbound or TrackKind.Outbound && track.Count > 0);

    public void Seen(long time)
    {
        _first = _first is { } first ? Math.Min(first, time) : time;
        _last = _last is { } last ? Math.Max(last, time) : time;
    }

    /// <summary>The page closed it: it carries nothing from here on.</summary>
    public void Close(long time)
    {
        Seen(time);
        ClosedAt ??= time;
    }

    /// <summary>The track that a stream's rows go to; null when it is not audio, or cannot be told from another.</summary>
    public Track? TrackOf(Stat stream, Stat? codec, TrackKind kind)
    {
        if (_byStat.TryGetValue(stream.Id, out var track))
        {
            if (track is not null)
            {
                NoteAudio(stream, codec);
            }

            return track;
        }

        switch (AudioKind.Of(stream, codec))
        {
            case StreamKind.Unknown:
                // It may still say: a stream often has no codec until its first packet.
                _unknown.Add(stream.Id);
                return null;
            case StreamKind.Other:
                _notAudio.Add(stream.Id);
                track = null;
                break;
            default:
                NoteAudio(stream, codec);
                track = Own(stream, kind);
                break;
        }

        _unknown.Remove(stream.Id);
        _byStat.Add(stream.Id, track);
        return track;
    }

    public Track TransportTrack() => At(new TrackKey(Id, TrackKind.Transport, 0));

    private void NoteAudio(Stat stream, Stat? codec)
    {
        AudioTransport = stream.Text(Member.TransportId) ?? AudioTransport;
        const string audio = "audio/";
        if (codec?.Text(Member.MimeType) is { } mime && mime.StartsWith(audio, StringComparison.OrdinalIgnoreCase))
        {
            AudioCodec = mime[audio.Length..];
        }
    }

    private Track? Own(Stat stream, TrackKind kind)
    {
        if (AudioKind.Ssrc(stream) is { } ssrc)
        {
            return At(new TrackKey(Id, kind, ssrc));
        }

        var key = new TrackKey(Id, kind, 0);
        if (_tracks.ContainsKey(key))
        {
            _withoutSsrc.Add(stream.Id);
            return null;
        }

        return At(key);
    }

    private Track At(TrackKey key)
    {
        if (!_tracks.TryGetValue(key, out var track))
        {
            track = new Track(key);
            _tracks.Add(key, track);
        }

        return track;
    }

    public void Report(List<string> leftOut)
    {
        if (_notAudio.Count > 0)
        {
            leftOut.Add($"{Id}: {Streams(_notAudio.Count)} left out, not audio.");
        }

        foreach (var stream in _unknown)
        {
            leftOut.Add($"{Id}: stream {stream} left out, nothing says whether it is audio.");
        }

        foreach (var stream in _withoutSsrc)
        {
            leftOut.Add($"{Id}: stream {stream} left out, it has no SSRC to tell it from another.");
        }
    }

    public RecordedConnection ToConnection() =>
        new()
        {
            Id = Id,
            First = _first,
            Last = _last,
            AudioStreams = AudioTracks.Count(),
            AudioSamples = AudioTracks.Sum(track => track.Count),
            IceState = IceState,
            ConnectionState = ConnectionState,
            Page = Page,
        };

    private static string Streams(int count) => count == 1 ? "1 stream" : $"{count} streams";
}
