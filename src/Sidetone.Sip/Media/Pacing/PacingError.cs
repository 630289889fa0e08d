namespace Sidetone.Sip.Media.Pacing;

/// <summary>How late frames were sent, in milliseconds: what we add ourselves to the jitter that the other side sees.</summary>
/// <param name="Frames">frames counted</param>
/// <param name="MedianMs">half of them were no later, to 0.02 ms</param>
/// <param name="P99Ms">99 of 100 were no later, to 0.02 ms</param>
/// <param name="MaxMs">the latest</param>
public sealed record PacingError(long Frames, double MedianMs, double P99Ms, double MaxMs);
