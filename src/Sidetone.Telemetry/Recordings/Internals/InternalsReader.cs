using System.Text.Json;

namespace Sidetone.Telemetry.Recordings.Internals;

/// <summary>
/// Reads a dump of <c>chrome://webrtc-internals</c>, of any age: one JSON object with <c>PeerConnections</c>,
/// <c>getUserMedia</c> and <c>UserAgent</c>. A dump that is cut off gives what stands before the cut.
/// </summary>
internal sealed class InternalsReader(RecordingBuilder recording)
{
    private readonly List<(ConnectionBuilder Connection, LogState State)> _states = [];
    private bool _isLegacy;
    private bool _hasTimestamps;

    public string Format =>
        _isLegacy ? "webrtc-internals (legacy statistics)"
        : _hasTimestamps ? "webrtc-internals"
        : "webrtc-internals (before Chrome 117)";

    /// <summary>Reads the dump; the offset at which it stops being JSON, null when it is whole.</summary>
    public long? Read(ReadOnlySpan<byte> content)
    {
        var reader = new Utf8JsonReader(content);
        long? fault = null;
        try
        {
            ReadDump(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what a string that is no valid UTF-8 or UTF-16 gives.
            fault = reader.BytesConsumed;
            recording.LeftOut.Add($"The file is cut off or damaged at byte {fault}: nothing after it could be read.");
        }

        foreach (var (connection, state) in _states.OrderBy(each => each.State.At))
        {
            Apply(connection, state);
        }

        return fault;
    }

    private void Apply(ConnectionBuilder connection, LogState state)
    {
        connection.Seen(state.At);
        switch (state.Kind)
        {
            case LogKind.Ice:
                recording.AddIceState(connection, state.At, state.State);
                break;
            case LogKind.Connection:
                recording.AddConnectionState(connection, state.At, state.State);
                break;
            case LogKind.Close:
            case LogKind.Signalling when state.State == "closed":
                connection.Close(state.At);
                break;
            default:
                break;
        }
    }

    private void ReadDump(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "PeerConnections" when reader.TokenType == JsonTokenType.StartObject:
                    ReadConnections(ref reader);
                    break;
                case "getUserMedia" when reader.TokenType == JsonTokenType.StartArray:
                    ReadMicrophones(ref reader);
                    break;
                case "UserAgent" when reader.TokenType == JsonTokenType.String:
                    recording.UserAgent = reader.GetString();
                    break;
                case "UserAgentData":
                    ReadUserAgentData(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadConnections(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var connection = recording.Connection(reader.GetString()!);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var stats = new Dictionary<string, SeriesStat>(StringComparer.Ordinal);
            var log = new InternalsLog();
            try
            {
                ReadConnection(ref reader, connection, stats, log);
            }
            finally
            {
                // A dump cut off in here still has what was read of the connection.
                Finish(connection, stats, log);
            }
        }
    }

    private void ReadConnection(
        ref Utf8JsonReader reader,
        ConnectionBuilder connection,
        Dictionary<string, SeriesStat> stats,
        InternalsLog log
    )
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "url" when reader.TokenType == JsonTokenType.String:
                    connection.Page = reader.GetString()!;
                    break;
                case "stats" when reader.TokenType == JsonTokenType.StartObject:
                    new SeriesReader(stats, recording.LeftOut).Read(ref reader);
                    break;
                case "updateLog" when reader.TokenType == JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        using var entry = JsonDocument.ParseValue(ref reader);
                        log.Add(entry.RootElement);
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void Finish(ConnectionBuilder connection, Dictionary<string, SeriesStat> stats, InternalsLog log)
    {
        var start = stats.Values.Select(stat => stat.Start).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        _isLegacy |= stats.Values.Any(stat => stat.IsLegacy);
        _hasTimestamps |= stats.Values.Any(stat => stat.HasTimestamps);
        new SeriesRows(connection, stats).Add(recording.LeftOut);
        _states.AddRange(log.States(start, recording.LeftOut, connection.Id).Select(state => (connection, state)));
    }

    private void ReadMicrophones(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            using var entry = JsonDocument.ParseValue(ref reader);
            if (
                entry.RootElement.ValueKind == JsonValueKind.Object
                && entry.RootElement.TryGetProperty("audio_track_info", out var written)
                && written.ValueKind == JsonValueKind.String
                && written.GetString() is { Length: > 0 } text
                && text != "null"
            )
            {
                AddMicrophone(text);
            }
        }
    }

    private void AddMicrophone(string text)
    {
        try
        {
            using var track = JsonDocument.Parse(text);
            if (
                track.RootElement.ValueKind == JsonValueKind.Object
                && track.RootElement.TryGetProperty("label", out var label)
                && label.ValueKind == JsonValueKind.String
            )
            {
                var id = track.RootElement.TryGetProperty("id", out var written) ? written.ToString() : "";
                recording.AddMicrophone(id, label.GetString()!);
            }
        }
        catch (JsonException)
        {
            recording.LeftOut.Add("getUserMedia: a microphone left out, its audio_track_info is not JSON.");
        }
    }

    private void ReadUserAgentData(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        recording.Browser = UserAgent.Browser(document.RootElement);
    }
}
