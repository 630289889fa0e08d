using System.Collections.Concurrent;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Sidetone.Telemetry.Packing;

/// <summary>Compresses with Zstandard (RFC 8878), using few compressors again and again: each has megabytes of tables.</summary>
internal static class Zstd
{
    private const int Level = 9;
    private static readonly int KeptMax = Environment.ProcessorCount;
    private static readonly ConcurrentBag<Compressor> Compressors = [];
    private static readonly ConcurrentBag<Decompressor> Decompressors = [];

    /// <summary>Compresses into one frame with a checksum.</summary>
    public static void Compress(ReadOnlySpan<byte> content, ref PackWriter writer)
    {
        var compressor = Compressors.TryTake(out var kept) ? kept : NewCompressor();
        var bound = Compressor.GetCompressBound(content.Length);
        var length = compressor.Wrap(content, writer.Claim(bound));
        writer.GiveBack(bound - length);
        Keep(Compressors, compressor);
    }

    /// <summary>How many bytes a frame says that it holds.</summary>
    /// <exception cref="InvalidDataException">It is no frame.</exception>
    public static ulong ContentLengthOf(ReadOnlySpan<byte> frame)
    {
        try
        {
            return Decompressor.GetDecompressedSize(frame);
        }
        catch (ZstdException damage)
        {
            throw new InvalidDataException($"The record is damaged: {damage.Message}", damage);
        }
    }

    /// <summary>Decompresses a frame of exactly as many bytes as there is room for.</summary>
    /// <exception cref="InvalidDataException">It is no such frame.</exception>
    public static void Decompress(ReadOnlySpan<byte> frame, Span<byte> content)
    {
        var decompressor = Decompressors.TryTake(out var kept) ? kept : new Decompressor();
        try
        {
            var length = decompressor.Unwrap(frame, content);
            if (length != content.Length)
            {
                throw new InvalidDataException(
                    $"The record is damaged: it holds {length} bytes, not {content.Length}."
                );
            }
        }
        catch (ZstdException damage)
        {
            throw new InvalidDataException($"The record is damaged: {damage.Message}", damage);
        }
        finally
        {
            Keep(Decompressors, decompressor);
        }
    }

    private static Compressor NewCompressor()
    {
        var compressor = new Compressor(Level);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return compressor;
    }

    private static void Keep<T>(ConcurrentBag<T> pool, T used)
        where T : IDisposable
    {
        if (pool.Count < KeptMax)
        {
            pool.Add(used);
        }
        else
        {
            used.Dispose();
        }
    }
}
