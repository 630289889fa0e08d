namespace Sidetone.Heartbeat.Signals;

/// <summary>What the ear got of a test signal. A figure that could not be measured is null.</summary>
public sealed record SignalFigures
{
    /// <summary>Whether nothing of any loudness was heard at all: no audio after the answer.</summary>
    public required bool IsSilent { get; init; }

    /// <summary>
    /// Delays of the network in ms, one for each chirp that was found: one way, or there and back when the signal was our own.
    /// On the fastest packets, without our jitter buffer.
    /// </summary>
    public required IReadOnlyList<double> DelaysMs { get; init; }

    /// <summary>Their median.</summary>
    public required double? DelayMs { get; init; }

    /// <summary>The median delay to the ear in ms, our jitter buffer included.</summary>
    public required double? EarDelayMs { get; init; }

    /// <summary>How alike the chirps were to what was said, the median, 0.5…1.</summary>
    public required double? ChirpLikeness { get; init; }

    /// <summary>Share of the expected speech that was not heard, 0…100; null when none was expected.</summary>
    public required double? DropOutPercent { get; init; }

    /// <summary>Seconds of speech that were expected.</summary>
    public required double ExpectedSeconds { get; init; }

    /// <summary>How much louder than said it was heard, in dB.</summary>
    public required double? LevelDifferenceDb { get; init; }

    /// <summary>Share of what was heard that stands at the law's end, 0…100.</summary>
    public required double ClippedPercent { get; init; }

    /// <summary>Level of the pauses in dBFS, −90 at least.</summary>
    public required double? NoiseDbfs { get; init; }
}
