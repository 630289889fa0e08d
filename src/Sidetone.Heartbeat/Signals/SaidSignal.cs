namespace Sidetone.Heartbeat.Signals;

/// <summary>A test signal as it was said.</summary>
/// <param name="Voice">who said it</param>
/// <param name="From">when its position 0 was due, in seconds on the call's clock</param>
/// <param name="Until">when it ended, in seconds on the same clock</param>
public readonly record struct SaidSignal(SignalVoice Voice, double From, double Until);
