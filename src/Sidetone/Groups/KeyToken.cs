using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Groups;

/// <summary>
/// The text of a key: <c>sk_</c>, the role, <c>_</c> and 256 random bits in base64url. The prefix lets a person and a
/// secret scanner see what it is; the store keeps its SHA-256 alone.
/// </summary>
/// <remarks>A plain hash is enough: there is nothing to guess in 256 random bits, so nothing to slow down.</remarks>
internal static class KeyToken
{
    /// <summary>Longer than any key; what is longer is not one, and is not hashed.</summary>
    public const int LengthMax = 128;

    private const int RandomBytes = 32;

    public static string Create(KeyRole role)
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return $"sk_{NameOf(role)}_{Base64Url.EncodeToString(random)}";
    }

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The id under which a hash is listed.</summary>
    public static string IdOf(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash[..8]);

    public static string NameOf(KeyRole role) =>
        role switch
        {
            KeyRole.Ingest => "ingest",
            KeyRole.Read => "read",
            KeyRole.Admin => "admin",
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
        };

    public static KeyRole RoleOf(string name) =>
        name switch
        {
            "ingest" => KeyRole.Ingest,
            "read" => KeyRole.Read,
            "admin" => KeyRole.Admin,
            _ => throw new GroupException($"A key's role is ingest, read or admin, not '{name}'."),
        };
}
