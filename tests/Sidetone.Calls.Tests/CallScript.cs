using Sidetone.Telemetry;

namespace Sidetone.Calls.Tests;

/// <summary>Writes a session the way a page would: one sample a second, cumulative counters, happenings by the way.</summary>
internal sealed class CallScript
{
    public const long Start = 1_790_000_000_000;

    private readonly Dictionary<TrackKey, Track> _tracks = [];
    private readonly List<SessionHappening> _happenings = [];
    private readonly List<SessionHeadset> _headset = [];
    private readonly string _id;
    private readonly Facts _facts;
    private readonly bool _isRecording;

    public CallScript(string id = "session", Facts? facts = null, bool isRecording = false, long from = Start)
    {
        _id = id;
        _facts = facts ?? new Facts();
        _isRecording = isRecording;
        Now = from;
    }

    /// <summary>The script's clock, in milliseconds since the Unix epoch.</summary>
    public long Now { get; private set; }

    public BatchSource Source { get; init; }

    public Sender? Sender { get; init; }

    public InboundState In { get; set; } = new();

    public OutboundState Out { get; set; } = new();

    public CallScript Happens(string type, string? value = null, string? endedBy = null, MediaDevice? device = null)
    {
        var happening = new Happening
        {
            At = Now,
            Type = type,
            Value = value,
            EndedBy = endedBy,
            Device = device,
        };
        _happenings.Add(new SessionHappening(0, happening));
        return this;
    }

    public CallScript Hears(HeadsetScript headset)
    {
        _headset.Add(new SessionHeadset(0, headset.Report));
        return this;
    }

    public CallScript Wait(long milliseconds)
    {
        Now += milliseconds;
        return this;
    }

    /// <summary>Some seconds of a call: before each sample the counters move as told.</summary>
    public CallScript Talk(int seconds, Action<CallScript>? each = null)
    {
        for (var second = 0; second < seconds; second++)
        {
            Now += 1000;
            In.Packets += 50;
            In.Bytes += 4000;
            Out.Packets += 50;
            Out.Bytes += 4000;
            each?.Invoke(this);
            Sample();
        }

        return this;
    }

    public CallScript Sample()
    {
        var inbound = TrackOf(new TrackKey(In.Connection, TrackKind.Inbound, In.Ssrc));
        var row = inbound.Add(0, Now);
        inbound[row, Inbound.PacketsReceived] = In.Packets;
        inbound[row, Inbound.PacketsLost] = In.Lost;
        inbound[row, Inbound.BytesReceived] = In.Bytes;
        inbound[row, Inbound.Jitter] = In.JitterMs < 0 ? Track.Missing : (long)(In.JitterMs * 1000);
        inbound[row, Inbound.AudioLevel] = In.Level < 0 ? Track.Missing : In.Level;
        inbound[row, Inbound.ConcealedSamples] = In.Concealed;
        inbound[row, Inbound.TotalSamplesReceived] = In.Packets * 960;

        var outbound = TrackOf(new TrackKey(Out.Connection, TrackKind.Outbound, Out.Ssrc));
        row = outbound.Add(0, Now);
        outbound[row, Outbound.PacketsSent] = Out.Packets;
        outbound[row, Outbound.BytesSent] = Out.Bytes;
        outbound[row, Outbound.AudioLevel] = Out.Level < 0 ? Track.Missing : Out.Level;
        outbound[row, Outbound.PacketsLost] = Out.Lost;
        outbound[row, Outbound.Jitter] = Out.JitterMs < 0 ? Track.Missing : (long)(Out.JitterMs * 1000);
        outbound[row, Outbound.RoundTripTime] = Out.RttMs < 0 ? Track.Missing : (long)(Out.RttMs * 1000);
        outbound[row, Outbound.RoundTripTimeMeasurements] = Out.RttCount;
        return this;
    }

    public CallScript Machine(double cpu, double memory)
    {
        var machine = TrackOf(new TrackKey("", TrackKind.Machine, 0));
        var row = machine.Add(0, Now);
        machine[row, Telemetry.Machine.CpuUtilization] = (long)(cpu * 100);
        machine[row, Telemetry.Machine.MemoryUtilization] = (long)(memory * 100);
        return this;
    }

    public Session Session() =>
        new()
        {
            Id = _id,
            Source = Source,
            IsRecording = _isRecording,
            Batches = [new SessionBatch(0, 0, 0, _facts, Sender)],
            Tracks =
            [
                .. _tracks
                    .OrderBy(track => track.Key, Comparer<TrackKey>.Create(TrackKey.Compare))
                    .Select(track => track.Value),
            ],
            Happenings = _happenings,
            Headset = _headset,
        };

    private Track TrackOf(TrackKey key)
    {
        if (!_tracks.TryGetValue(key, out var track))
        {
            _tracks.Add(key, track = new Track(key));
        }

        return track;
    }

    internal sealed class InboundState
    {
        public string Connection { get; set; } = "";
        public long Ssrc { get; set; } = 11;
        public long Packets { get; set; }
        public long Lost { get; set; }
        public long Bytes { get; set; }
        public double JitterMs { get; set; } = 2;
        public long Level { get; set; } = 3000;
        public long Concealed { get; set; }
    }

    internal sealed class OutboundState
    {
        public string Connection { get; set; } = "";
        public long Ssrc { get; set; } = 22;
        public long Packets { get; set; }
        public long Lost { get; set; }
        public long Bytes { get; set; }
        public double JitterMs { get; set; } = 2;
        public long Level { get; set; } = 3000;
        public double RttMs { get; set; } = 50;
        public long RttCount { get; set; } = 1;
    }
}
