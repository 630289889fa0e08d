using System.IO.Compression;
using System.Text;

namespace Sidetone.Bench.Load;

/// <summary>HTTP/1.1 requests (RFC 9112) made before the clock runs, so that sending them costs next to nothing.</summary>
internal static class Requests
{
    /// <summary>A request that posts a batch.</summary>
    public static byte[] Post(ReadOnlySpan<byte> batch, string key, bool gzip)
    {
        var body = gzip ? Gzip(batch) : batch;
        var head = Encoding.ASCII.GetBytes(
            "POST /v1/batches HTTP/1.1\r\nHost: localhost\r\n"
                + $"Authorization: Bearer {key}\r\nContent-Type: application/json\r\n"
                + (gzip ? "Content-Encoding: gzip\r\n" : "")
                + $"Content-Length: {body.Length}\r\n\r\n"
        );
        return [.. head, .. body];
    }

    /// <summary>
    /// Distinct requests for each connection: each plays one call after the other, batch by batch. No two have the same
    /// call and number.
    /// </summary>
    /// <param name="templates">The calls to copy.</param>
    /// <param name="key">The ingest key.</param>
    /// <param name="gzip">Whether bodies are compressed.</param>
    /// <param name="connections">How many connections there are.</param>
    /// <param name="each">How many requests each has.</param>
    /// <param name="run">A number that no other set has.</param>
    public static byte[][][] PerConnection(
        TemplateCall[] templates,
        string key,
        bool gzip,
        int connections,
        int each,
        int run
    )
    {
        var requests = new byte[connections][][];
        Parallel.For(
            0,
            connections,
            connection =>
            {
                var own = requests[connection] = new byte[each][];
                var template = templates[connection % templates.Length];
                for (var i = 0; i < each; i++)
                {
                    var call = ((ulong)(uint)run << 48) | ((ulong)(uint)connection << 32) | (uint)(i / template.Count);
                    own[i] = Post(template.Batch(i % template.Count, call), key, gzip);
                }
            }
        );
        return requests;
    }

    private static byte[] Gzip(ReadOnlySpan<byte> batch)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        {
            gzip.Write(batch);
        }

        return output.ToArray();
    }
}
