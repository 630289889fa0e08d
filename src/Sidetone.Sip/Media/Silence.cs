namespace Sidetone.Sip.Media;

/// <summary>Says nothing, and hears nothing.</summary>
public sealed class Silence : IAudioSource, IAudioSink
{
    /// <summary>The only one; it has no state.</summary>
    public static Silence Instance { get; } = new();

    private Silence() { }

    /// <inheritdoc/>
    public void Read(long position, Span<short> frame) => frame.Clear();

    /// <inheritdoc/>
    public void Received(ArrivedAudio audio) { }

    /// <inheritdoc/>
    public void Played(PlayedAudio audio) { }
}
