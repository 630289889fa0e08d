namespace Sidetone.Heartbeat.Signals;

/// <summary>A chirp that was heard.</summary>
/// <param name="Index">0 is the signal's first; one each 2 s</param>
/// <param name="Delay">from when it was said to when it was heard, in seconds</param>
/// <param name="Likeness">to the chirp as said, 0.5…1</param>
public readonly record struct FoundChirp(int Index, double Delay, double Likeness);
