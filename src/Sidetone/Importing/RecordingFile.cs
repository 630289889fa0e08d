using Sidetone.Cli;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Importing;

/// <summary>A recording on disk.</summary>
internal static class RecordingFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandFailure">It is no recording; the message says why and names the file.</exception>
    public static Recording Read(FileInfo file, RecordingOptions options)
    {
        using var content = file.OpenRead();
        switch (RecordingReader.Read(content, options))
        {
            case RecordingResult.Read read:
                return read.Recording;
            case RecordingResult.Refused { Problem: var problem }:
                var place = problem.Line > 0 ? $", line {problem.Line}" : "";
                throw new CommandFailure($"{file.Name}{place}: {problem.Message}");
            case var other:
                throw new InvalidOperationException($"Unknown answer {other}.");
        }
    }
}
