using Sidetone.Sip.Media.Pacing;

namespace Sidetone.Sip.Media;

/// <summary>20 ms as they are heard.</summary>
public readonly ref struct PlayedAudio
{
    internal PlayedAudio(ReadOnlySpan<short> samples, int missing, long playedAt)
    {
        Samples = samples;
        Missing = missing;
        PlayedAt = playedAt;
    }

    /// <summary>16-bit PCM at 8,000 samples a second, zero where nothing came; valid during the call only.</summary>
    public ReadOnlySpan<short> Samples { get; }

    /// <summary>How many of them did not come in time.</summary>
    public int Missing { get; }

    /// <summary>When the first is heard, a timestamp of <see cref="Pacer.Time"/>.</summary>
    public long PlayedAt { get; }
}
