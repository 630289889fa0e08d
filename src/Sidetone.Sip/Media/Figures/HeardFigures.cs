namespace Sidetone.Sip.Media.Figures;

/// <summary>The other side's stream behind the jitter buffer.</summary>
/// <param name="Frames">frames of 20 ms since the first packet</param>
/// <param name="ConcealedFrames">of which a part or all was missing, and is silence</param>
/// <param name="LateDiscards">packets that came after their time</param>
/// <param name="InsertedFrames">frames of silence put in to wait longer</param>
/// <param name="SkippedFrames">frames left out to wait less</param>
/// <param name="Restarts">how often the buffer began anew, because the sender's time jumped</param>
/// <param name="DelayMs">what the buffer adds to the fastest packet, as of the last frame</param>
/// <param name="DelayMeanMs">its mean</param>
/// <param name="DelayMaxMs">its maximum</param>
public sealed record HeardFigures(
    long Frames,
    long ConcealedFrames,
    long LateDiscards,
    long InsertedFrames,
    long SkippedFrames,
    int Restarts,
    double DelayMs,
    double DelayMeanMs,
    double DelayMaxMs
);
