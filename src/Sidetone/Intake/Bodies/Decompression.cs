using System.IO.Compression;

namespace Sidetone.Intake.Bodies;

/// <summary>Opens a body for decompression.</summary>
internal static class Decompression
{
    private const int ZlibMethodMask = 0x0f;
    private const int ZlibMethodDeflate = 8;

    public static Stream Open(PooledBody body, ContentCoding coding)
    {
        var stream = body.AsStream();
        return coding switch
        {
            ContentCoding.Gzip => new GZipStream(stream, CompressionMode.Decompress),
            ContentCoding.Brotli => new BrotliStream(stream, CompressionMode.Decompress),
            // HTTP's deflate is zlib's format; some senders leave its header out (RFC 9110, 8.4.1.2).
            ContentCoding.Deflate when HasZlibHeader(body.Span) => new ZLibStream(stream, CompressionMode.Decompress),
            ContentCoding.Deflate => new DeflateStream(stream, CompressionMode.Decompress),
            _ => stream,
        };
    }

    // RFC 1950, 2.2: the low four bits name the method, and both bytes together are a multiple of 31.
    private static bool HasZlibHeader(ReadOnlySpan<byte> body) =>
        body.Length >= 2 && (body[0] & ZlibMethodMask) == ZlibMethodDeflate && ((body[0] << 8) | body[1]) % 31 == 0;
}
