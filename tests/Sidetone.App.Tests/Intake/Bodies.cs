using System.IO.Compression;
using System.Text;

namespace Sidetone.Tests.Intake;

/// <summary>Batches as a sender spells them.</summary>
internal static class Bodies
{
    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    public static byte[] Batch(
        string contact = "contact-1",
        string agent = "agent-1",
        string session = "session-1",
        long sequence = 0,
        long? at = null,
        string facts = "{}",
        string happenings = "[]",
        string packets = "50",
        string extra = ""
    ) =>
        Encoding.UTF8.GetBytes(
            $$"""
            {"version":1,"contactId":"{{contact}}","agent":"{{agent}}","session":"{{session}}","sequence":{{sequence}},
            "facts":{{facts}},
            "samples":[{"at":{{at
                ?? Now}},"inbound":[{"ssrc":1,"packetsReceived":{{packets}},"packetsLost":0,"jitter":0.001}]}],
            "happenings":{{happenings}}{{extra}}}
            """
        );

    public static byte[] Gzip(byte[] body) =>
        Compressed(body, static target => new GZipStream(target, CompressionLevel.Optimal));

    public static byte[] Brotli(byte[] body) =>
        Compressed(body, static target => new BrotliStream(target, CompressionLevel.Fastest));

    public static byte[] Zlib(byte[] body) =>
        Compressed(body, static target => new ZLibStream(target, CompressionLevel.Fastest));

    public static byte[] Deflate(byte[] body) =>
        Compressed(body, static target => new DeflateStream(target, CompressionLevel.Fastest));

    private static byte[] Compressed(byte[] body, Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var stream = open(target))
        {
            stream.Write(body);
        }

        return target.ToArray();
    }
}
