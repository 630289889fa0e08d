using System.Text.Json;

namespace Sidetone.Outgoing;

/// <summary>A file of JSON lines that only ever grows by whole lines, whatever interrupts the writing.</summary>
/// <remarks>
/// The file is opened for every append, so that someone may move it away in between. A last line without its end is
/// what a crash left: nobody was told that it is there. If it is a whole value it gets its end, else it is cut off.
/// </remarks>
public sealed class LineFile(string path)
{
    private const int TailBytes = 64 * 1024;

    /// <summary>
    /// Adds lines and waits until they are on disk; when it throws, the file holds none of them or is repaired by the
    /// next append.
    /// </summary>
    public async Task AppendAsync(IReadOnlyList<byte[]> lines, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var stream = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
                BufferSize = 0,
            }
        );
        await RepairAsync(stream, cancellation);
        var start = stream.Length;
        stream.Position = start;
        try
        {
            await stream.WriteAsync(Join(lines), cancellation);
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            stream.SetLength(start);
            throw;
        }
    }

    private static byte[] Join(IReadOnlyList<byte[]> lines)
    {
        var joined = new byte[lines.Sum(line => line.Length + 1)];
        var at = 0;
        foreach (var line in lines)
        {
            line.CopyTo(joined, at);
            at += line.Length;
            joined[at++] = (byte)'\n';
        }

        return joined;
    }

    private static async Task RepairAsync(FileStream stream, CancellationToken cancellation)
    {
        var lineStart = await LastLineStartAsync(stream, cancellation);
        if (lineStart == stream.Length)
        {
            return;
        }

        var tail = new byte[stream.Length - lineStart];
        stream.Position = lineStart;
        await stream.ReadExactlyAsync(tail, cancellation);
        if (IsWhole(tail))
        {
            await stream.WriteAsync("\n"u8.ToArray(), cancellation);
        }
        else
        {
            stream.SetLength(lineStart);
        }
    }

    /// <summary>Where the text after the last line break begins; the file's end when it ends with one.</summary>
    private static async Task<long> LastLineStartAsync(FileStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[TailBytes];
        var end = stream.Length;
        while (end > 0)
        {
            var start = Math.Max(0, end - TailBytes);
            var part = buffer.AsMemory(0, (int)(end - start));
            stream.Position = start;
            await stream.ReadExactlyAsync(part, cancellation);
            if (part.Span.LastIndexOf((byte)'\n') is >= 0 and var found)
            {
                return start + found + 1;
            }

            end = start;
        }

        return 0;
    }

    private static bool IsWhole(byte[] tail)
    {
        try
        {
            using var _ = JsonDocument.Parse(tail);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
