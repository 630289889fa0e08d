using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Sip.Authentication;

/// <summary>The algorithms of RFC 7616 §3.3 and RFC 8760 that .NET has: MD5 and SHA-256, each with its session variant.</summary>
internal sealed class DigestAlgorithm
{
    private readonly Func<byte[], byte[]> _hash;

    private DigestAlgorithm(string name, Func<byte[], byte[]> hash, bool isSession)
    {
        Name = name;
        IsSession = isSession;
        _hash = hash;
    }

    public static DigestAlgorithm Md5 { get; } = new("MD5", HashMd5, isSession: false);

    public string Name { get; }

    /// <summary>Whether A1 is bound to the nonces (<c>-sess</c>).</summary>
    public bool IsSession { get; }

    /// <summary>The algorithm of a name; MD5 without one; null when we have it not.</summary>
    public static DigestAlgorithm? Of(string? name) =>
        name?.ToUpperInvariant() switch
        {
            null or "MD5" => Md5,
            "MD5-SESS" => new DigestAlgorithm("MD5-sess", HashMd5, isSession: true),
            "SHA-256" => new DigestAlgorithm("SHA-256", SHA256.HashData, isSession: false),
            "SHA-256-SESS" => new DigestAlgorithm("SHA-256-sess", SHA256.HashData, isSession: true),
            _ => null,
        };

    public string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    public string Hash(byte[] bytes) => Convert.ToHexStringLower(_hash(bytes));

    [SuppressMessage(
        "Security",
        "CA5351",
        Justification = "The protocol asks for it; we take SHA-256 where it is offered first."
    )]
    private static byte[] HashMd5(byte[] bytes) => MD5.HashData(bytes);
}
