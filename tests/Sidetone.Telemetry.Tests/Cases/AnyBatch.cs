namespace Sidetone.Telemetry.Tests.Cases;

/// <summary>Makes random batches, with every member there or not, that the wire can carry.</summary>
internal sealed class AnyBatch(int seed)
{
    private const long Start = 1_790_000_000_000;
    private static readonly string[] Connections = ["", "pc-1", "pc-ü"];
    private static readonly string[] Texts = ["", "a", "Zoë \"q\" \\ \u2028", "😀 emoji", "line\nbreak", new('x', 300)];

    private readonly Random _random = new(seed);

    /// <summary>A batch with a number, without a sender.</summary>
    public Batch Next(string session = "s-1", long sequence = 0)
    {
        var offset = Maybe() ? _random.Next(-5_000, 5_000) : 0;
        return new Batch
        {
            ContactId = "contact-1",
            Agent = Maybe() ? "" : "agent",
            Session = session,
            Sequence = sequence,
            Source = Maybe() ? BatchSource.Platform : BatchSource.Browser,
            ClockOffsetMs = offset,
            IsRecording = Maybe(),
            Facts = Maybe() ? NextFacts() : null,
            Tracks = NextTracks(sequence),
            Happenings = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => NextHappening())],
            Headset = Maybe() ? [.. Enumerable.Range(0, _random.Next(3)).Select(_ => NextHeadset())] : [],
        };
    }

    /// <summary>An issue that the wire can carry.</summary>
    public Issue NextIssue() =>
        new()
        {
            Id = new Guid(_random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            At = Time(),
            Agent = Maybe() ? "" : "agent",
            ContactId = Maybe() ? "" : "contact-1",
            Category = "Zoë \"q\"",
            Cause = Maybe() ? "" : "a cause",
            Severity = Maybe() ? "" : "Terrible",
            Scenario = Maybe() ? "" : "a scenario",
            Message = Text(),
            SoftphoneError = Maybe() ? new IssueError { Type = Text(), Message = Text() } : null,
            Browser = Maybe() ? new NameAndVersion { Name = Text(), Version = Text() } : null,
            Machine = Maybe()
                ? new IssueMachine
                {
                    CpuModel = Text(),
                    CpuUtilization = Maybe() ? _random.Next(10_001) : null,
                    Memory = Maybe() ? 1_600 : null,
                    MemoryAvailable = Maybe() ? _random.Next(1_601) : null,
                }
                : null,
            ClockOffsetMs = Maybe() ? _random.Next(-5_000, 5_000) : 0,
            Tracks = Maybe() ? [NextTrack(new TrackKey("pc-1", TrackKind.Inbound, 7), sequence: 0)] : [],
        };

    public Sender NextSender() =>
        new()
        {
            Address = "192.0.2.1",
            Isp = Text(),
            City = Text(),
            Region = Text(),
            Country = Text(),
        };

    private bool Maybe() => _random.Next(2) == 0;

    private string Text() => Texts[_random.Next(Texts.Length)];

    private string? MaybeText() => Maybe() ? Text() : null;

    private long Time() => Start + _random.Next(10_000_000);

    private Track[] NextTracks(long sequence)
    {
        var tracks = new List<Track>();
        var keys = new HashSet<TrackKey>();
        for (var count = _random.Next(8); count > 0; count--)
        {
            var kind = (TrackKind)_random.Next(1, 5);
            var hasSsrc = kind is TrackKind.Inbound or TrackKind.Outbound;
            var connection = kind is TrackKind.Machine ? "" : Connections[_random.Next(Connections.Length)];
            var key = new TrackKey(connection, kind, hasSsrc ? _random.NextInt64(uint.MaxValue + 1L) : 0);
            if (keys.Add(key))
            {
                tracks.Add(NextTrack(key, sequence));
            }
        }

        tracks.Sort((left, right) => TrackKey.Compare(left.Key, right.Key));
        return [.. tracks];
    }

    private Track NextTrack(TrackKey key, long sequence)
    {
        var track = new Track(key);
        var time = Start;
        for (var rows = _random.Next(1, 90); rows > 0; rows--)
        {
            // Mostly every second, now and then the same time again or an earlier one.
            time += _random.Next(20) == 0 ? _random.Next(-2_000, 1) : 1_000;
            var row = track.Add(sequence, time);
            for (var column = 0; column < track.ColumnCount; column++)
            {
                track[row, column] = NextValue(key.Kind, column, row == 0 ? 0 : track[row - 1, column]);
            }
        }

        return track;
    }

    private long NextValue(TrackKind kind, int column, long previous)
    {
        var max = (kind, column) switch
        {
            (TrackKind.Inbound, Inbound.AudioLevel) or (TrackKind.Outbound, Outbound.AudioLevel) => 32_767,
            (TrackKind.Machine, _) => 10_000,
            _ => 1L << 53,
        };
        var isSigned =
            (kind, column) is (TrackKind.Inbound, Inbound.PacketsLost) or (TrackKind.Outbound, Outbound.PacketsLost);
        return _random.Next(12) switch
        {
            0 => Track.Missing,
            1 => isSigned ? -_random.NextInt64(max + 1) : 0,
            2 => _random.NextInt64(max + 1),
            3 => max,
            _ when previous == Track.Missing => 0,
            _ => Math.Min(max, previous + _random.Next(0, 70)),
        };
    }

    private Facts NextFacts() =>
        new()
        {
            Baseline = Maybe() ? Maybe() : null,
            Direction = MaybeText(),
            PreviousContactId = MaybeText(),
            NextContactId = MaybeText(),
            QueueName = MaybeText(),
            EnqueuedAt = Maybe() ? Time() : null,
            CallerId = MaybeText(),
            FriendlyName = MaybeText(),
            Browser = Maybe() ? new NameAndVersion { Name = Text(), Version = Text() } : null,
            OperatingSystem = Maybe() ? new NameAndVersion { Name = Text(), Version = Text() } : null,
            CpuModel = MaybeText(),
            MemoryGb = Maybe() ? _random.NextDouble() * 64 : null,
            MediaIpAddress = MaybeText(),
            NetworkType = MaybeText(),
            SoftphoneUrl = MaybeText(),
            SoftphoneContextUrl = MaybeText(),
            SdkVersion = MaybeText(),
            MediaSessionId = MaybeText(),
            MediaStrategy = MaybeText(),
            AudioCodec = MaybeText(),
            MediaEndpoint = Maybe()
                ? new MediaEndpoint
                {
                    Fqdn = Text(),
                    DestinationPort = "3478",
                    SourcePort = Text(),
                    Transport = "udp",
                    PrivateIp = Text(),
                    CandidateType = "relay",
                }
                : null,
            SignallingFqdn = MaybeText(),
            ServiceEndpoint = Maybe()
                ? new ServiceEndpoint
                {
                    Fqdn = Text(),
                    TransportLifeTimeSeconds = _random.Next(),
                    Expiry = Maybe() ? Time() : null,
                }
                : null,
            Devices = Maybe() ? [.. Enumerable.Range(0, _random.Next(3)).Select(_ => NextDevice())] : null,
        };

    private MediaDevice NextDevice() =>
        new()
        {
            Kind = "audioinput",
            Label = Text(),
            DeviceId = Text(),
            GroupId = Text(),
            At = Maybe() ? Time() : null,
            SampleRate = Maybe() ? _random.Next(1, 192_000) : null,
        };

    private HeadsetReport NextHeadset() =>
        new()
        {
            Device = new HeadsetDevice
            {
                Name = Text(),
                ProductId = Text(),
                Firmware = Text(),
                Serial = Text(),
                ApiVersion = Text(),
            },
            Events = [.. Enumerable.Range(0, _random.Next(5)).Select(_ => NextHeadsetEvent())],
        };

    private HeadsetEvent NextHeadsetEvent() =>
        new()
        {
            At = Time(),
            Type = Maybe() ? HeadsetEventType.TxSpeech : "something new",
            On = Maybe() ? Maybe() : null,
            Level = Maybe() ? _random.Next(20_001) : null,
        };

    private Happening NextHappening() =>
        new()
        {
            At = Time(),
            Type = Maybe() ? HappeningType.Hold : "something new",
            Connection = Connections[_random.Next(Connections.Length)],
            LastSequence = Maybe() ? _random.Next() : null,
            EndedBy = MaybeText(),
            Device = Maybe() ? NextDevice() : null,
            Value = MaybeText(),
            Message = MaybeText(),
        };
}
