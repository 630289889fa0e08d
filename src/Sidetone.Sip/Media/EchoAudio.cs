namespace Sidetone.Sip.Media;

/// <summary>Says what it hears: the other end of a round-trip measurement.</summary>
public sealed class EchoAudio : IAudioSource, IAudioSink
{
    private const int HeldMax = 8_000;

    private readonly Queue<short> _held = new(HeldMax);

    /// <inheritdoc/>
    public void Read(long position, Span<short> frame)
    {
        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = _held.TryDequeue(out var sample) ? sample : (short)0;
        }
    }

    /// <inheritdoc/>
    public void Received(ArrivedAudio audio) { }

    /// <inheritdoc/>
    public void Played(PlayedAudio audio)
    {
        // Both run on the pacing thread. On hold nothing is said: what is older than a second is let go.
        foreach (var sample in audio.Samples)
        {
            if (_held.Count == HeldMax)
            {
                _held.Dequeue();
            }

            _held.Enqueue(sample);
        }
    }
}
