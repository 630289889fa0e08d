using Sidetone.Sip.Media;
using Sidetone.Sip.Media.Pacing;

namespace Sidetone.Heartbeat.Signals;

/// <summary>
/// Keeps what a call hears, up to a length, for the analysis. What comes after that is not kept, and
/// <see cref="IsFull"/> says so. Both threads of the call write; reading takes a copy.
/// </summary>
public sealed class CallListener : IAudioSink
{
    private readonly TimeProvider _time = Pacer.Shared.Time;

    // Guards everything below.
    private readonly Lock _gate = new();
    private readonly int _samplesMax;
    private readonly List<(long Position, long ArrivedAt, int Samples)> _packets = [];
    private readonly int _packetsMax;
    private short[] _arrived = new short[TestSignal.PeriodSamples];
    private short[] _played = new short[TestSignal.PeriodSamples];
    private int _playedLength;
    private int _arrivedEnd;
    private long _playedFrom;
    private long? _origin;

    /// <param name="longest">how much is kept, 2 s…1 h; two bytes a sample and twice that for both lines</param>
    public CallListener(TimeSpan longest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, TimeSpan.FromSeconds(2));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longest, TimeSpan.FromHours(1));
        _samplesMax = (int)(longest.TotalSeconds * TestSignal.SampleRate);

        // A packet has 10 ms at least where all is well; a flood of shorter ones is not kept.
        _packetsMax = _samplesMax / 80;
    }

    /// <summary>Whether something came that was not kept.</summary>
    public bool IsFull { get; private set; }

    /// <inheritdoc/>
    public void Received(ArrivedAudio audio)
    {
        lock (_gate)
        {
            // A packet that was overtaken by the first of all stands before it: a second's room is left for such.
            _origin ??= audio.Position - TestSignal.SampleRate;
            var at = audio.Position - _origin.Value;
            if (at < 0 || at + audio.Samples.Length > _samplesMax || _packets.Count == _packetsMax)
            {
                IsFull = true;
                return;
            }

            Grow(ref _arrived, (int)at + audio.Samples.Length);
            audio.Samples.CopyTo(_arrived.AsSpan((int)at));
            _arrivedEnd = Math.Max(_arrivedEnd, (int)at + audio.Samples.Length);
            _packets.Add((at, audio.ArrivedAt, audio.Samples.Length));
        }
    }

    /// <inheritdoc/>
    public void Played(PlayedAudio audio)
    {
        lock (_gate)
        {
            if (_playedLength == 0)
            {
                _playedFrom = audio.PlayedAt;
            }

            // Frames that were left out after a stall leave their place empty.
            var at = (long)
                Math.Round(_time.GetElapsedTime(_playedFrom, audio.PlayedAt).TotalSeconds * TestSignal.SampleRate);
            if (at + audio.Samples.Length > _samplesMax)
            {
                IsFull = true;
                return;
            }

            Grow(ref _played, (int)at + audio.Samples.Length);
            audio.Samples.CopyTo(_played.AsSpan((int)at));
            _playedLength = (int)at + audio.Samples.Length;
        }
    }

    /// <summary>What was heard so far, with times in seconds since a timestamp.</summary>
    /// <param name="clockStart">where the clock's 0 is: a timestamp of <see cref="Pacer.Time"/></param>
    public HeardCall Heard(long clockStart)
    {
        lock (_gate)
        {
            return new HeardCall
            {
                Arrived = _arrived.AsSpan(0, _arrivedEnd).ToArray(),
                Arrivals =
                [
                    .. _packets
                        .OrderBy(packet => packet.Position)
                        .Select(packet => new PacketArrival(
                            (int)packet.Position,
                            Seconds(clockStart, packet.ArrivedAt)
                        )),
                ],
                Played = _played.AsSpan(0, _playedLength).ToArray(),
                PlayedFrom = _playedLength == 0 ? 0 : Seconds(clockStart, _playedFrom),
            };
        }
    }

    private double Seconds(long from, long to) => _time.GetElapsedTime(from, to).TotalSeconds;

    private void Grow(ref short[] samples, int length)
    {
        if (samples.Length < length)
        {
            Array.Resize(ref samples, Math.Min(_samplesMax, Math.Max(length, samples.Length * 2)));
        }
    }
}
