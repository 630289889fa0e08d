using System.IO.Compression;
using Sidetone.Telemetry.Recordings.Internals;
using Sidetone.Telemetry.Recordings.Own;
using Sidetone.Telemetry.Recordings.RtcStats;

namespace Sidetone.Telemetry.Recordings;

/// <summary>
/// Reads a recording of a call: a webrtc-internals dump of any age, an rtcstats dump, or our own JSON Lines; each plain
/// or compressed with gzip (RFC 1952). Which it is, its content says.
/// </summary>
public static class RecordingReader
{
    /// <summary>Reads a recording from a stream, to its end.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, RecordingOptions?)"/>
    public static RecordingResult Read(Stream content, RecordingOptions? options = null)
    {
        using var bytes = new MemoryStream();
        return TryCopy(content, bytes) ? Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), options) : TooLarge();
    }

    /// <summary>Reads a recording.</summary>
    /// <param name="content">The file's bytes: UTF-8, or gzip of it.</param>
    /// <param name="options">What the recording itself cannot say; null for nothing.</param>
    /// <returns>
    /// The recording, or why it is none. Bad content never throws: what was cut off or cannot be understood is said in
    /// <see cref="Recording.LeftOut"/>.
    /// </returns>
    public static RecordingResult Read(ReadOnlyMemory<byte> content, RecordingOptions? options = null)
    {
        var recording = new RecordingBuilder();
        if (!content.Span.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return Read(recording, content, options ?? new RecordingOptions());
        }

        using var compressed = new MemoryStream(content.ToArray(), writable: false);
        using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        try
        {
            if (!TryCopy(gzip, bytes))
            {
                return TooLarge();
            }
        }
        catch (InvalidDataException)
        {
            recording.LeftOut.Add($"The file's compression is damaged: only {bytes.Length} bytes could be read.");
        }

        return Read(recording, bytes.GetBuffer().AsMemory(0, (int)bytes.Length), options ?? new RecordingOptions());
    }

    private static RecordingResult Read(
        RecordingBuilder recording,
        ReadOnlyMemory<byte> content,
        RecordingOptions options
    )
    {
        content = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
        var first = content.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
        {
            return Refuse("The file is empty.", 0);
        }

        content = content[first..];
        string format;
        if (content.Span[0] == (byte)'{' && BatchLinesReader.Recognises(content.Span))
        {
            return new BatchLinesReader(recording.LeftOut).Read(content, options);
        }

        if (content.Span[0] == (byte)'[' || RtcStatsReader.Recognises(content.Span))
        {
            var reader = new RtcStatsReader(recording);
            reader.Read(content);
            format = reader.Format;
        }
        else if (content.Span[0] == (byte)'{')
        {
            var reader = new InternalsReader(recording);
            if (reader.Read(content.Span) is { } fault && recording.IsEmpty)
            {
                return Refuse($"The file begins like JSON and stops being it at byte {fault}.", fault);
            }

            format = reader.Format;
        }
        else
        {
            return Refuse("The file is in no form of recording that is known.", first);
        }

        return recording.IsEmpty
            ? Refuse($"The file looks like {format}, but tells of no peer connection.", first)
            : recording.Build(format, options, content.Span);
    }

    private static bool TryCopy(Stream from, MemoryStream to)
    {
        var buffer = new byte[81_920];
        int read;
        while ((read = from.Read(buffer)) > 0)
        {
            if (to.Length + read > RecordingOptions.SizeMax)
            {
                return false;
            }

            to.Write(buffer.AsSpan(0, read));
        }

        return true;
    }

    private static RecordingResult.Refused Refuse(string message, long offset) =>
        new(new RecordingProblem(message, Line: 1, offset));

    private static RecordingResult.Refused TooLarge() =>
        new(new RecordingProblem($"The file holds more than {RecordingOptions.SizeMax} bytes."));
}
