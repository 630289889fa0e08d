using System.Globalization;
using System.Text.Json;
using Sidetone.Telemetry.Recordings.Stats;

namespace Sidetone.Telemetry.Recordings.RtcStats;

/// <summary>
/// Reads an rtcstats dump: one JSON array a line, <c>[method, connection, value, …, time]</c>. Lines are taken in the
/// order they stand in, whatever their clocks say.
/// </summary>
internal sealed class RtcStatsReader(RecordingBuilder recording)
{
    private const double ClockDifferenceMaxMs = 60_000;

    private readonly Dictionary<string, RtcStatsState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastPoll = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _backwards = new(StringComparer.Ordinal);
    private string _page = "";
    private bool _isDelta;
    private double _time;
    private bool _hasHeader;

    /// <summary>The first line of format 3.</summary>
    private static ReadOnlySpan<byte> Header => "RTCStatsDump"u8;

    /// <summary>True for a file that does not begin with an event: with format 3's header, or format 2's object about the client.</summary>
    public static bool Recognises(ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf((byte)'\n');
        return content.StartsWith(Header)
            || (end > 0 && content[0] == (byte)'{' && content[(end + 1)..].StartsWith("["u8));
    }

    public string Format => _hasHeader ? "rtcstats (format 3)" : "rtcstats";

    /// <summary>Reads all lines.</summary>
    public void Read(ReadOnlyMemory<byte> content)
    {
        var lines = new Lines(content);
        var faults = new LineFaults();
        while (lines.Next(out var line, out var isCut))
        {
            if (lines.Number == 1 && line.Span.SequenceEqual(Header))
            {
                _hasHeader = true;
                _isDelta = true;
                continue;
            }

            try
            {
                using var json = JsonDocument.Parse(line);
                if (!ReadLine(json.RootElement))
                {
                    faults.Add(lines.Number, "it is not a line of rtcstats");
                }
            }
            catch (Exception exception)
                when (exception is JsonException or InvalidOperationException or FormatException)
            {
                // InvalidOperationException is what a string that is no valid UTF-8 or UTF-16 gives.
                faults.Add(lines.Number, isCut ? "it is cut off" : "it is not JSON");
            }
        }

        faults.Report(recording.LeftOut);
        recording.LeftOut.AddRange(
            _backwards.Select(id => $"{id}: its clock goes back; those samples keep the time of the one before.")
        );
    }

    private bool ReadLine(JsonElement line)
    {
        if (line.ValueKind == JsonValueKind.Object)
        {
            ReadClient(line);
            return true;
        }

        if (line.ValueKind != JsonValueKind.Array || line.GetArrayLength() < 4)
        {
            return false;
        }

        // Older servers put a sequence number behind the time; format 3 puts the time last, as the step from the one before.
        var timeElement = _isDelta ? line[line.GetArrayLength() - 1] : line[3];
        if (
            line[0].ValueKind is not (JsonValueKind.String or JsonValueKind.Number)
            || !TryTime(timeElement, out var time)
        )
        {
            return false;
        }

        _time = _isDelta ? _time + time : time;
        var method = RtcStatsNames.Method(line[0].ToString());
        var id = line[1].ValueKind is JsonValueKind.String or JsonValueKind.Number ? line[1].ToString() : null;
        Handle(method, id, line[2], line);
        return true;
    }

    private void Handle(string method, string? id, JsonElement value, JsonElement line)
    {
        switch (method)
        {
            case "connectioninfo":
            case "create" when id is null:
                ReadClient(value);
                return;
            case "navigator.mediadevices.getusermediaonsuccess":
                ReadMicrophones(value);
                return;
            default:
                break;
        }

        if (id is null || !TryWhole(_time, out var at))
        {
            return;
        }

        switch (method)
        {
            case "getstats" when value.ValueKind == JsonValueKind.Object:
                ReadPoll(recording.Connection(id), value, at);
                break;
            case "create":
                Create(id, line, at);
                break;
            case "iceconnectionstatechange":
                recording.AddIceState(recording.Connection(id), at, State(value));
                break;
            case "connectionstatechange":
                recording.AddConnectionState(recording.Connection(id), at, State(value));
                break;
            case "signalingstatechange" when State(value) == "closed":
            case "close":
                recording.Connection(id).Close(at);
                break;
            default:
                break;
        }
    }

    private void Create(string id, JsonElement line, long at)
    {
        var connection = recording.Connection(id);
        connection.Seen(at);
        if (line.GetArrayLength() > 4 && line[3].ValueKind == JsonValueKind.String)
        {
            connection.Page = line[3].GetString()!;
        }

        connection.Page = connection.Page.Length > 0 ? connection.Page : _page;
    }

    private void ReadClient(JsonElement client)
    {
        if (client.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (client.TryGetProperty("userAgent", out var agent) && agent.ValueKind == JsonValueKind.String)
        {
            recording.UserAgent = agent.GetString();
        }

        if (client.TryGetProperty("userAgentData", out var data) && data.ValueKind == JsonValueKind.Object)
        {
            recording.Browser = UserAgent.Browser(data.TryGetProperty("brands", out var brands) ? brands : data);
            recording.OperatingSystem = UserAgent.OperatingSystem(
                data.TryGetProperty("platform", out var name) ? name : data
            );
        }

        if (client.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String)
        {
            _page = url.GetString()!;
        }
    }

    /// <summary>Tracks come as objects in a stream, or as <c>[kind, id, label, …streams]</c>.</summary>
    private void ReadMicrophones(JsonElement value)
    {
        var tracks =
            value.ValueKind == JsonValueKind.Object && value.TryGetProperty("tracks", out var listed) ? listed : value;
        if (tracks.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var track in tracks.EnumerateArray())
        {
            var (kind, id, label) = track.ValueKind switch
            {
                JsonValueKind.Object => (Text(track, "kind"), Text(track, "id"), Text(track, "label")),
                JsonValueKind.Array when track.GetArrayLength() >= 3 => (
                    track[0].ToString(),
                    track[1].ToString(),
                    track[2].ToString()
                ),
                _ => ("", "", ""),
            };
            if (kind == "audio" && label.Length > 0)
            {
                recording.AddMicrophone(id, label);
            }
        }
    }

    private void ReadPoll(ConnectionBuilder connection, JsonElement poll, long lineTime)
    {
        if (!_states.TryGetValue(connection.Id, out var state))
        {
            state = new RtcStatsState(_hasHeader);
            _states.Add(connection.Id, state);
        }

        // The statistics' own clock says when they were true; a line's, when it was written. A recording whose clocks are
        // far apart was edited, and then only the lines' fit what else happened.
        var stated = state.Apply(poll) is { } own && Math.Abs(own - lineTime) < ClockDifferenceMaxMs ? own : lineTime;
        if (!TryWhole(stated, out var time))
        {
            return;
        }

        if (_lastPoll.TryGetValue(connection.Id, out var last) && time < last)
        {
            _backwards.Add(connection.Id);
            time = last;
        }

        _lastPoll[connection.Id] = time;
        connection.Seen(time);
        PollRows.Add(connection, state, time);
    }

    private static string State(JsonElement value)
    {
        var state = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return state.Trim('"');
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static bool TryTime(JsonElement element, out double time)
    {
        time = 0;
        if (element.ValueKind == JsonValueKind.Number)
        {
            time = element.GetDouble();
            return double.IsFinite(time);
        }

        if (
            element.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParse(element.GetString(), CultureInfo.InvariantCulture, out var date)
        )
        {
            return false;
        }

        time = date.ToUnixTimeMilliseconds();
        return true;
    }

    private static bool TryWhole(double time, out long whole) => Times.TryWhole(time, out whole);
}
