using Sidetone.Telemetry;
using Sidetone.Telemetry.Packing;
using Sidetone.Telemetry.Recordings;
using Sidetone.Tests;

namespace Sidetone.Calls.Tests.Recorded;

/// <summary>Real recordings: the project's own, and those that others made.</summary>
internal static class Recordings
{
    /// <summary>The project's own recordings of real Chromium calls.</summary>
    public static string[] Own { get; } =
    [.. Directory.EnumerateFiles(OwnFolder(), "*.gz").Order(StringComparer.Ordinal)];

    /// <summary>Recordings that others made; the test that asks is skipped when they are absent.</summary>
    public static string[] Shared() =>
        [.. Directory.EnumerateFiles(SharedCases.Folder("realdata/rtcstats"), "*.jsonl").Order(StringComparer.Ordinal)];

    public static Batch Read(string file)
    {
        var result = RecordingReader.Read(File.ReadAllBytes(file));
        return Assert.IsType<RecordingResult.Read>(result).Recording.Batch;
    }

    /// <summary>A batch as the server would have it: packed for the log, and read again.</summary>
    public static (Batch Batch, long Hash) Logged(Batch batch)
    {
        var record = BatchCodec.Encode(batch, out var hash);
        return (BatchCodec.Decode(record), hash);
    }

    private static string OwnFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sidetone.slnx")))
        {
            folder =
                folder.Parent ?? throw new InvalidOperationException("The tests do not run from within a checkout.");
        }

        return Path.Combine(folder.FullName, "src", "Sidetone", "Demo", "Recordings");
    }
}
