namespace Sidetone.Telemetry.Recordings;

/// <summary>The answer to reading a file: what it held, or why it is no recording.</summary>
public abstract record RecordingResult
{
    private RecordingResult() { }

    /// <summary>The file is a recording; what of it could not be used is in <see cref="Recording.LeftOut"/>.</summary>
    /// <param name="Recording">What it held.</param>
    public sealed record Read(Recording Recording) : RecordingResult;

    /// <summary>The file is no recording in a form that is known.</summary>
    /// <param name="Problem">Why.</param>
    public sealed record Refused(RecordingProblem Problem) : RecordingResult;
}

/// <summary>Why a file cannot be read as a recording.</summary>
/// <param name="Message">What is wrong, a sentence for people.</param>
/// <param name="Line">The line at fault, from 1; 0 when the fault has no line.</param>
/// <param name="Offset">The byte at fault, from 0, in the decompressed content.</param>
public sealed record RecordingProblem(string Message, long Line = 0, long Offset = 0);
