using Sidetone.Sip.Media;

namespace Sidetone.Heartbeat.Signals;

/// <summary>Says the test signal of a voice.</summary>
/// <param name="voice">who speaks</param>
public sealed class TestSignalSource(SignalVoice voice) : IAudioSource
{
    private readonly TestSignal _signal = TestSignal.Of(voice);

    /// <inheritdoc/>
    public void Read(long position, Span<short> frame) => _signal.Read(position, frame);
}
