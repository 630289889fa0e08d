using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Telemetry.Recordings;

/// <summary>Gathers what a recording tells, whatever its form, and makes one batch of it.</summary>
internal sealed class RecordingBuilder
{
    private readonly List<ConnectionBuilder> _connections = [];
    private readonly Dictionary<string, ConnectionBuilder> _byId = new(StringComparer.Ordinal);
    private readonly List<Happening> _states = [];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private string? _lastLabel;

    public List<string> LeftOut { get; } = [];

    public string? UserAgent { get; set; }

    /// <summary>The browser by its full version, where the recording has it: user agents have been cut since 2022.</summary>
    public NameAndVersion? Browser { get; set; }

    public NameAndVersion? OperatingSystem { get; set; }

    public bool IsEmpty => _connections.Count == 0;

    public ConnectionBuilder Connection(string id)
    {
        if (!_byId.TryGetValue(id, out var connection))
        {
            connection = new ConnectionBuilder(id);
            _byId.Add(id, connection);
            _connections.Add(connection);
        }

        return connection;
    }

    /// <summary>A connection's ICE state changed. States of one connection come in order of time.</summary>
    public void AddIceState(ConnectionBuilder connection, long at, string state)
    {
        connection.Seen(at);
        connection.IceState = state;
        connection.WasConnected |= state is "connected" or "completed";
        AddState(connection, at, state);
        if (state == "closed")
        {
            connection.Close(at);
        }
    }

    /// <summary>A connection's state changed: ICE and DTLS together.</summary>
    public void AddConnectionState(ConnectionBuilder connection, long at, string state)
    {
        connection.Seen(at);
        connection.ConnectionState = state;
        if (state == "connected")
        {
            connection.WasConnected = true;
            _states.Add(
                new Happening
                {
                    At = at,
                    Type = HappeningType.Connected,
                    Connection = connection.Id,
                }
            );
        }
        else if (state == "closed")
        {
            connection.Close(at);
        }
    }

    /// <summary>A microphone's track was handed to the page.</summary>
    public void AddMicrophone(string trackId, string label)
    {
        _labels[trackId] = label;
        _lastLabel = label;
    }

    private void AddState(ConnectionBuilder connection, long at, string state)
    {
        _states.Add(
            new Happening
            {
                At = at,
                Type = HappeningType.IceState,
                Connection = connection.Id,
                Value = state,
            }
        );
        if (state is "connected" or "completed")
        {
            _states.Add(
                new Happening
                {
                    At = at,
                    Type = HappeningType.Connected,
                    Connection = connection.Id,
                }
            );
        }
    }

    /// <summary>Makes the recording; a problem when the connection asked for is not in it.</summary>
    public RecordingResult Build(string format, RecordingOptions options, ReadOnlySpan<byte> content)
    {
        var wanted = options.Connection is { } id ? _connections.Where(each => each.Id == id).ToList() : _connections;
        if (wanted.Count == 0 && options.Connection is not null)
        {
            var known = string.Join(", ", _connections.Select(each => each.Id));
            return new RecordingResult.Refused(
                new RecordingProblem($"There is no connection {options.Connection}; there is: {known}.")
            );
        }

        wanted.ForEach(connection => connection.Report(LeftOut));
        var contentHash = SHA256.HashData(content);
        var batch = new Batch
        {
            ContactId = options.ContactId ?? IdOf("contact", options.Connection, contentHash),
            Session = options.Session ?? IdOf("session", options.Connection, contentHash),
            Agent = options.Agent,
            Sequence = 0,
            IsRecording = true,
            Facts = FactsOf(wanted),
            Tracks =
            [
                .. wanted
                    .SelectMany(connection => connection.Tracks)
                    .Where(track => track.Count > 0)
                    .Order(Comparer<Track>.Create((left, right) => TrackKey.Compare(left.Key, right.Key))),
            ],
            Happenings = HappeningsOf(wanted),
        };
        return new RecordingResult.Read(
            new Recording
            {
                Format = format,
                Connections = [.. _connections.Select(connection => connection.ToConnection())],
                Batch = batch,
                LeftOut = LeftOut,
            }
        );
    }

    private List<Happening> HappeningsOf(List<ConnectionBuilder> wanted)
    {
        var ids = wanted.Select(connection => connection.Id).ToHashSet(StringComparer.Ordinal);
        var happenings = new List<Happening>();
        var isConnected = false;
        foreach (var state in _states.Where(state => ids.Contains(state.Connection)))
        {
            // A call connects once; connections that follow are part of it.
            if (state.Type != HappeningType.Connected || !isConnected)
            {
                happenings.Add(state);
            }

            isConnected |= state.Type == HappeningType.Connected;
        }

        // The call is over only when every connection that carried it is stated to be closed.
        var carrying = wanted.Where(connection => connection.HasAudio || connection.WasConnected).ToList();
        if (carrying.Count > 0 && carrying.TrueForAll(connection => connection.ClosedAt is not null))
        {
            var at = carrying.Max(connection => connection.ClosedAt!.Value);
            happenings.Add(
                new Happening
                {
                    At = at,
                    Type = HappeningType.Ended,
                    LastSequence = 0,
                }
            );
        }

        return happenings;
    }

    private Facts FactsOf(List<ConnectionBuilder> wanted)
    {
        var carrying = wanted.Where(connection => connection.HasAudio).ToList();
        var path = carrying.LastOrDefault(connection => connection.Path is not null)?.Path ?? new Facts();
        var sent = carrying.SelectMany(connection => connection.SentTracks).LastOrDefault(_labels.ContainsKey);
        var label = sent is null ? _lastLabel : _labels[sent];
        var page = (carrying.Count > 0 ? carrying : wanted).FirstOrDefault(connection => connection.Page.Length > 0);
        return path with
        {
            Browser = Browser ?? Recordings.UserAgent.Browser(UserAgent),
            OperatingSystem = OperatingSystem ?? Recordings.UserAgent.OperatingSystem(UserAgent),
            SoftphoneUrl = page?.Page,
            AudioCodec = carrying.LastOrDefault(connection => connection.AudioCodec is not null)?.AudioCodec,
            Devices = string.IsNullOrEmpty(label) ? null : [new MediaDevice { Kind = "audioinput", Label = label }],
        };
    }

    /// <summary>An id that the same content always gives, in the form of a UUID (version 8, RFC 9562, 5.8).</summary>
    private static string IdOf(string purpose, string? connection, byte[] contentHash)
    {
        byte[] all = [.. Encoding.UTF8.GetBytes($"{purpose}\n{connection}\n"), .. contentHash];
        var bytes = SHA256.HashData(all).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
