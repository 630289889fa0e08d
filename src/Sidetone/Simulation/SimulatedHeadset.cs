using Sidetone.Simulation.Media;
using Sidetone.Telemetry;

namespace Sidetone.Simulation;

/// <summary>A headset that tells what it hears and what the agent does with it, as a maker's interface gives it.</summary>
/// <remarks>Levels are told when they changed by 3 dB, speech ends some tenths of a second after the last word.</remarks>
internal sealed class SimulatedHeadset
{
    private const double LevelStepDb = 3;
    private const double NoiseDb = 42;
    private const double ExposureDb = 67;
    private const double SecondsBetweenNoises = 8;
    private const double SecondsBetweenBoomMoves = 90;
    private const double BoomAwayMs = 4_000;
    private const double TapChance = 0.04;

    private readonly HeadsetDevice _device;
    private readonly SeededRandom _random;
    private readonly List<HeadsetEvent> _told = [];
    private readonly Voice _agent = new(HeadsetEventType.TxSpeech);
    private readonly Voice _customer = new(HeadsetEventType.RxSpeech);
    private double _noise = double.NaN;
    private double _exposure = double.NaN;
    private long _boomBackAt = long.MaxValue;
    private bool _muted;

    /// <summary>A headset that a page hears from an instant on, in milliseconds since the Unix epoch.</summary>
    public SimulatedHeadset(HeadsetDevice device, long attachedAt, SeededRandom random)
    {
        _device = device;
        _random = random;
        Tell(attachedAt, HeadsetEventType.Attached);
        Tell(attachedAt, HeadsetEventType.BoomPosition, on: true);
    }

    /// <summary>Goes on by one frame of the conversation.</summary>
    public void Frame(long at, Conversation conversation, InterruptionKind? interruption)
    {
        var hears = interruption is not (InterruptionKind.Hold or InterruptionKind.Outage);
        Speak(_agent, at, hears && conversation.AgentSpeaks);
        if (Speak(_customer, at, hears && conversation.CustomerSpeaks))
        {
            Level(at, HeadsetEventType.AudioExposure, ref _exposure, ExposureDb + (3 * _random.Normal()));
            if (_random.Chance(TapChance))
            {
                Tell(at, _random.Chance(0.5) ? HeadsetEventType.VolumeUp : HeadsetEventType.VolumeDown);
            }
        }

        if (!conversation.AgentSpeaks && Happens(SecondsBetweenNoises))
        {
            Level(at, HeadsetEventType.BackgroundNoise, ref _noise, NoiseDb + (4 * _random.Normal()));
        }

        MoveBoom(at);
        if ((interruption == InterruptionKind.Mute) != _muted)
        {
            _muted = !_muted;
            Tell(at, HeadsetEventType.Mute, on: _muted);
        }
    }

    /// <summary>What it told since the last time.</summary>
    public IReadOnlyList<HeadsetReport> Take()
    {
        if (_told.Count == 0)
        {
            return [];
        }

        var report = new HeadsetReport { Device = _device, Events = [.. _told] };
        _told.Clear();
        return [report];
    }

    /// <summary>Tells when a voice begins or ends; true when it begins.</summary>
    private bool Speak(Voice voice, long at, bool speaks)
    {
        if (speaks)
        {
            voice.EndsAt = long.MaxValue;
            if (voice.IsOn)
            {
                return false;
            }

            voice.IsOn = true;
            Tell(at, voice.Type, on: true);
            return true;
        }

        if (voice.IsOn && voice.EndsAt == long.MaxValue)
        {
            voice.EndsAt = at + 200 + _random.Below(500);
        }

        if (voice.IsOn && at >= voice.EndsAt)
        {
            voice.IsOn = false;
            Tell(at, voice.Type, on: false);
        }

        return false;
    }

    private void MoveBoom(long at)
    {
        if (at >= _boomBackAt)
        {
            _boomBackAt = long.MaxValue;
            Tell(at, HeadsetEventType.BoomPosition, on: true);
        }
        else if (_boomBackAt == long.MaxValue && Happens(SecondsBetweenBoomMoves))
        {
            _boomBackAt = at + (long)_random.Exponential(BoomAwayMs);
            Tell(at, HeadsetEventType.BoomPosition, on: false);
        }
    }

    private bool Happens(double everySeconds) => _random.Chance(Conversation.FrameMs / 1000.0 / everySeconds);

    private void Level(long at, string type, ref double last, double now)
    {
        if (double.IsNaN(last) || Math.Abs(now - last) >= LevelStepDb)
        {
            last = Math.Round(now);
            Tell(at, type, level: last);
        }
    }

    private void Tell(long at, string type, bool? on = null, double? level = null) =>
        _told.Add(
            new HeadsetEvent
            {
                At = at,
                Type = type,
                On = on,
                Level = (long?)(level * 100),
            }
        );

    private sealed class Voice(string type)
    {
        public string Type => type;

        public bool IsOn { get; set; }

        public long EndsAt { get; set; } = long.MaxValue;
    }
}
