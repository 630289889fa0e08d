namespace Sidetone.Heartbeat.Signals;

/// <summary>How much of the speech-like parts was heard, and how loud.</summary>
/// <param name="ExpectedSeconds">speech that should have been heard</param>
/// <param name="MissingSeconds">of which was not</param>
/// <param name="LevelDifferenceDb">of what was heard, to what was said; null when nothing was</param>
/// <param name="NoiseDbfs">level in the pauses, the median, −90 at least; null when no pause was heard</param>
internal readonly record struct SpeechFigures(
    double ExpectedSeconds,
    double MissingSeconds,
    double? LevelDifferenceDb,
    double? NoiseDbfs
);
