using System.Globalization;
using Sidetone.Simulation.Media;
using Sidetone.Telemetry;

namespace Sidetone.Simulation;

/// <summary>Plays one planned call and gives the batches that a page would send of it.</summary>
/// <remarks>
/// Time goes on in frames of 20 ms; once a second the counters are written down, and every ten samples are a batch.
/// The same plan with the same seed gives the same batches.
/// </remarks>
internal sealed class SimulatedCall
{
    private const int SamplesPerBatch = 10;
    private const int SampleMs = 1_000;

    /// <summary>A timer fires late, never early: up to this many milliseconds.</summary>
    private const int TimerLatenessMs = 16;

    /// <summary>With silence suppressed, one packet in so many frames is still sent (400 ms).</summary>
    private const int FramesPerSilencePacket = 20;

    private readonly CallPlan _plan;
    private readonly CallTimeline _timeline;
    private readonly Conversation _conversation;
    private readonly HeardStream _heard;
    private readonly SpokenStream _spoken;
    private readonly MachineLoad _machine;
    private readonly SimulatedHeadset? _headset;
    private readonly SeededRandom _timer;
    private readonly bool _muteStopsPackets;
    private readonly string _contactId;
    private readonly string _session;

    private long _frame;
    private int _connection;

    /// <summary>Prepares a call; nothing runs yet.</summary>
    public SimulatedCall(CallPlan plan)
    {
        var random = plan.Random;
        _plan = plan;
        _timeline = CallTimeline.Plan(
            plan.Profile,
            plan.Start.ToUnixTimeMilliseconds(),
            (long)plan.Connected.TotalMilliseconds,
            random.Fork("timeline")
        );
        _conversation = new Conversation(random.Fork("conversation"));
        _heard = new HeardStream(plan.Profile.Network, random.Fork("heard"));
        _spoken = new SpokenStream(plan.Profile.Network, random.Fork("spoken"));
        _machine = new MachineLoad(plan.Profile.CpuPercent, plan.Agent.MemoryPercent, random.Fork("machine"));
        _headset = plan.Profile.HeadsetTells
            ? new SimulatedHeadset(plan.Agent.HeadsetDevice, _timeline.Connecting, random.Fork("headset"))
            : null;
        _timer = random.Fork("timer");
        // Some softphones take the track away, others go on sending silence; both are met.
        _muteStopsPackets = random.Fork("mute").Chance(0.5);
        // The same seed at another time is another day: its contacts have other ids.
        var ids = random.Fork("ids").Fork(_timeline.Connecting);
        _contactId = plan.ContactId ?? ids.NextId().ToString();
        _session = ids.NextId().ToString("N", CultureInfo.InvariantCulture);
    }

    /// <summary>The contact's id.</summary>
    public string ContactId => _contactId;

    /// <summary>When the call is over.</summary>
    public DateTimeOffset Ended => DateTimeOffset.FromUnixTimeMilliseconds(_timeline.Ended);

    /// <summary>The batches, in order of their numbers. A call plays once.</summary>
    public IEnumerable<TimedBatch> Play()
    {
        var waiting = new Queue<Happening>(Happenings().OrderBy(happening => happening.At));
        var times = SampleTimes().ToArray();
        var last = (times.Length - 1) / SamplesPerBatch;
        for (var sequence = 0; sequence <= last; sequence++)
        {
            var tracks = new BatchTracks(sequence);
            var end = Math.Min((sequence + 1) * SamplesPerBatch, times.Length);
            for (var i = sequence * SamplesPerBatch; i < end; i++)
            {
                Sample(tracks, times[i]);
            }

            var sentAt = times[end - 1];
            var happened = new List<Happening>();
            while (waiting.TryPeek(out var next) && next.At <= sentAt)
            {
                happened.Add(waiting.Dequeue());
            }

            if (sequence == last)
            {
                happened.Add(EndOf(last));
            }

            yield return new TimedBatch(
                DateTimeOffset.FromUnixTimeMilliseconds(sentAt),
                new Batch
                {
                    ContactId = _contactId,
                    Agent = _plan.Agent.Username,
                    Session = _session,
                    Sequence = sequence,
                    Facts = FactsOf(sequence, happened),
                    Tracks = tracks.All,
                    Happenings = happened,
                    Headset = _headset?.Take() ?? [],
                }
            );
        }
    }

    private IEnumerable<long> SampleTimes()
    {
        for (var at = _timeline.Connecting + SampleMs; at < _timeline.Ended; at += SampleMs)
        {
            yield return Math.Min(at + _timer.Below(TimerLatenessMs), _timeline.Ended);
        }

        yield return _timeline.Ended;
    }

    private void Sample(BatchTracks tracks, long time)
    {
        _machine.Write(tracks.Of(new TrackKey("", TrackKind.Machine, 0)), tracks.Sequence, time);
        RunFramesUntil(time);
        // Before media flows a browser has no streams to speak of; missing is not 0.
        if (time < _timeline.Connected || _timeline.At(time)?.Kind == InterruptionKind.Outage)
        {
            return;
        }

        var connection = ConnectionName(_connection);
        var held = _timeline.At(time)?.Kind == InterruptionKind.Hold;
        var muted = _timeline.At(time)?.Kind == InterruptionKind.Mute;
        _heard.Write(
            tracks.Of(new TrackKey(connection, TrackKind.Inbound, _heard.Ssrc)),
            tracks.Sequence,
            time,
            held ? 0 : _conversation.CustomerLevel()
        );
        _spoken.Write(
            tracks.Of(new TrackKey(connection, TrackKind.Outbound, _spoken.Ssrc)),
            tracks.Sequence,
            time,
            held || muted || _plan.Profile.DeadMicrophone ? 0 : _conversation.AgentLevel()
        );
        var transport = tracks.Of(new TrackKey(connection, TrackKind.Transport, 0));
        var row = transport.Add(tracks.Sequence, time);
        transport[row, Transport.CurrentRoundTripTime] = _spoken.PathRoundTripUs;
        transport[row, Transport.SelectedCandidatePairChanges] = 1;
    }

    private void RunFramesUntil(long time)
    {
        while (_timeline.Connected + ((_frame + 1) * Conversation.FrameMs) <= time)
        {
            var at = _timeline.Connected + (_frame * Conversation.FrameMs);
            _frame++;
            var connection = _timeline.ConnectionsBefore(at);
            if (connection != _connection)
            {
                _connection = connection;
                _heard.Restart();
                _spoken.Restart();
            }

            var interruption = _timeline.At(at)?.Kind;
            RunFrame(interruption);
            _headset?.Frame(at, _conversation, interruption);
        }
    }

    private void RunFrame(InterruptionKind? interruption)
    {
        _conversation.NextFrame();
        if (interruption is InterruptionKind.Hold or InterruptionKind.Outage)
        {
            return;
        }

        var sparse = _plan.Profile.SuppressesSilence && _frame % FramesPerSilencePacket != 0;
        if (sparse && !_conversation.CustomerSpeaks)
        {
            _heard.SilentFrame();
        }
        else
        {
            _heard.Frame(_conversation.CustomerSpeaks);
        }

        var muted = interruption == InterruptionKind.Mute;
        var speaks = _conversation.AgentSpeaks && !muted && !_plan.Profile.DeadMicrophone;
        if (!(muted && _muteStopsPackets) && !(sparse && !speaks))
        {
            _spoken.Frame(speaks);
        }
    }

    private IEnumerable<Happening> Happenings()
    {
        yield return new Happening { At = _timeline.Connecting, Type = HappeningType.Connecting };
        yield return new Happening { At = _timeline.Connected, Type = HappeningType.Connected };
        var connection = 0;
        foreach (var interruption in _timeline.Interruptions)
        {
            var before = ConnectionName(connection);
            connection += interruption.Kind == InterruptionKind.Outage ? 1 : 0;
            foreach (var happening in CallTimeline.HappeningsOf(interruption, before, ConnectionName(connection)))
            {
                yield return happening;
            }
        }

        if (_plan.Profile.ChangesDevice)
        {
            var at = _timeline.Connected + ((_timeline.Ended - _timeline.Connected) / 2);
            yield return new Happening
            {
                At = at,
                Type = HappeningType.DeviceChange,
                Device = SimulatedAgent.OtherMicrophone(at),
            };
        }
    }

    private Happening EndOf(long lastSequence) =>
        new()
        {
            At = _timeline.Ended,
            Type = HappeningType.Ended,
            LastSequence = lastSequence,
            EndedBy = _plan.Random.Fork("end").Chance(0.6) ? "Customer" : "Agent",
        };

    private Facts? FactsOf(int sequence, List<Happening> happened)
    {
        if (sequence == 0)
        {
            return CallFacts.Of(_plan, _timeline);
        }

        var changed = happened.FirstOrDefault(happening => happening.Type == HappeningType.DeviceChange)?.Device;
        return changed is null ? null : new Facts { Devices = [.. _plan.Agent.Devices(_timeline.Connecting), changed] };
    }

    private static string ConnectionName(int number) => string.Create(CultureInfo.InvariantCulture, $"pc-{number + 1}");

    /// <summary>The tracks of one batch, made when first written to.</summary>
    private sealed class BatchTracks(long sequence)
    {
        private readonly SortedDictionary<TrackKey, Track> _tracks = new(Comparer<TrackKey>.Create(TrackKey.Compare));

        public long Sequence => sequence;

        public IReadOnlyList<Track> All => [.. _tracks.Values];

        public Track Of(TrackKey key)
        {
            if (!_tracks.TryGetValue(key, out var track))
            {
                _tracks.Add(key, track = new Track(key, SamplesPerBatch));
            }

            return track;
        }
    }
}
