using System.Text;
using Sidetone.Telemetry.Recordings;

namespace Sidetone.Telemetry.Tests.Recordings;

/// <summary>Shorthands of the recordings' tests.</summary>
internal static class Reading
{
    public static Recording Read(string text, RecordingOptions? options = null) =>
        Read(Encoding.UTF8.GetBytes(text), options);

    public static Recording Read(byte[] content, RecordingOptions? options = null)
    {
        var result = RecordingReader.Read(content, options);
        return result is RecordingResult.Read read
            ? read.Recording
            : throw new InvalidOperationException($"The recording was refused: {result}");
    }

    public static RecordingProblem Refuse(string text, RecordingOptions? options = null)
    {
        var result = RecordingReader.Read(Encoding.UTF8.GetBytes(text), options);
        return result is RecordingResult.Refused refused
            ? refused.Problem
            : throw new InvalidOperationException("The recording was read.");
    }

    public static Track Track(this Recording recording, TrackKind kind, string? connection = null) =>
        Assert.Single(
            recording.Batch.Tracks,
            track => track.Key.Kind == kind && (connection is null || track.Key.Connection == connection)
        );

    public static long[] Column(this Track track, int column) =>
        [.. Enumerable.Range(0, track.Count).Select(row => track[row, column])];

    public static long[] Times(this Track track) => [.. Enumerable.Range(0, track.Count).Select(track.Time)];

    public static long Last(this Track track, int column) => track[track.Count - 1, column];

    public static string[] Told(this Recording recording) =>
        [.. recording.Batch.Happenings.Select(each => each.Value is null ? each.Type : $"{each.Type}:{each.Value}")];
}
