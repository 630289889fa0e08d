using System.IO.Compression;

namespace Sidetone.RecordCall;

/// <summary>What a call left behind on the agent's side.</summary>
/// <param name="Internals">The webrtc-internals dump.</param>
/// <param name="RtcStats">The same page's rtcstats dump; null where the browser has none.</param>
/// <param name="Heard">The last <c>inbound-rtp</c> of the agent's page, as JSON.</param>
/// <param name="Spoken">The last <c>outbound-rtp</c> of the agent's page, as JSON.</param>
internal sealed record RecordedCall(byte[] Internals, byte[]? RtcStats, string Heard, string Spoken)
{
    /// <summary>Writes the dumps beside each other, compressed, with the page's own last counters.</summary>
    public async Task SaveAsync(string path)
    {
        await File.WriteAllBytesAsync(path + ".webrtc-internals.json.gz", Compress(Internals));
        if (RtcStats is not null)
        {
            await File.WriteAllBytesAsync(path + ".rtcstats.gz", Compress(RtcStats));
        }

        await File.WriteAllTextAsync(path + ".counters.json", $$"""{"heard":{{Heard}},"spoken":{{Spoken}}}""" + "\n");
    }

    private static byte[] Compress(byte[] content)
    {
        if (content is [0x1F, 0x8B, ..])
        {
            return content;
        }

        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }
}
