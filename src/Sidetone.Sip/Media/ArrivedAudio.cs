using Sidetone.Sip.Media.Pacing;

namespace Sidetone.Sip.Media;

/// <summary>The audio of one packet.</summary>
public readonly ref struct ArrivedAudio
{
    internal ArrivedAudio(ReadOnlySpan<short> samples, long position, long arrivedAt)
    {
        Samples = samples;
        Position = position;
        ArrivedAt = arrivedAt;
    }

    /// <summary>16-bit PCM at 8,000 samples a second; valid during the call only.</summary>
    public ReadOnlySpan<short> Samples { get; }

    /// <summary>Place of the first sample on the sender's time, in samples; 0 is the first that arrived, earlier ones are negative.</summary>
    public long Position { get; }

    /// <summary>When the packet arrived, a timestamp of <see cref="Pacer.Time"/>.</summary>
    public long ArrivedAt { get; }
}
