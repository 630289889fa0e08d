using Sidetone.Heartbeat.Signals;
using Sidetone.Sip.Media;

namespace Sidetone.Heartbeat.Calls.Legs;

/// <summary>Says nothing until it is told to begin, then a voice's test signal, until it is told to stop.</summary>
/// <remarks>Asked on the pacing thread, switched by others: each field has one writer.</remarks>
internal sealed class SwitchedSignal(SignalVoice voice) : IAudioSource
{
    private const long Never = -1;

    private readonly TestSignal _signal = TestSignal.Of(voice);
    private volatile bool _isOn;
    private volatile bool _isOver;
    private long _from = Never;
    private long _until = Never;

    public void Begin() => _isOn = true;

    public void Stop() => _isOver = true;

    public void Read(long position, Span<short> frame)
    {
        if (!_isOn || _isOver)
        {
            frame.Clear();
            return;
        }

        if (_from == Never)
        {
            Volatile.Write(ref _from, position);
        }

        _signal.Read(position - _from, frame);
        Volatile.Write(ref _until, position + frame.Length);
    }

    /// <summary>What was said, on a clock; null when nothing was.</summary>
    /// <param name="startedAt">when position 0 of the media was due, in seconds on that clock</param>
    public SaidSignal? Said(double startedAt)
    {
        var (from, until) = (Volatile.Read(ref _from), Volatile.Read(ref _until));
        return from == Never || until == Never
            ? null
            : new SaidSignal(
                voice,
                startedAt + ((double)from / TestSignal.SampleRate),
                startedAt + ((double)until / TestSignal.SampleRate)
            );
    }
}
