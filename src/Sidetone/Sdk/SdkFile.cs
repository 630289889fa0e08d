using System.IO.Compression;
using System.Security.Cryptography;

namespace Sidetone.Sdk;

/// <summary>One file of the browser SDK, as the executable carries it: its bytes, those bytes gzipped, and its tag.</summary>
internal sealed class SdkFile
{
    private static readonly string[] s_parts = ["sidetone", "sidetone-desk", "sidetone-headset"];

    private SdkFile(string name, byte[] content)
    {
        Name = name;
        ContentType = Path.GetExtension(name) == ".map" ? "application/json" : "text/javascript; charset=utf-8";
        Content = content;
        Gzipped = Compress(content);
        ETag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
    }

    /// <summary>The files: of each part a script, a module, and a source map of both.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. from part in s_parts from form in (string[])["js", "js.map", "mjs", "mjs.map"] select $"{part}.{form}"];

    public string Name { get; }

    public string ContentType { get; }

    public byte[] Content { get; }

    public byte[] Gzipped { get; }

    /// <summary>A hash of the content. Weak (RFC 9110, 8.8.3): it stands for the gzipped form, too.</summary>
    public string ETag { get; }

    /// <summary>Reads a file out of the executable.</summary>
    public static SdkFile Read(string name)
    {
        using var resource =
            typeof(SdkFile).Assembly.GetManifestResourceStream($"sdk/{name}")
            ?? throw new InvalidOperationException($"BUG: the executable has no sdk/{name}.");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return new SdkFile(name, content.ToArray());
    }

    private static byte[] Compress(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }
}
