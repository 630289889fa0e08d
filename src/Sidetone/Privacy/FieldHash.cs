using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Privacy;

/// <summary>The rule <c>hash</c>: HMAC-SHA-256 (RFC 2104) under the group's own key, its first 128 bits in hexadecimal.</summary>
/// <remarks>
/// Phone numbers and addresses are few enough to try them all, so a hash without a key would hide nothing. The field's
/// name is hashed too: the same text in two fields does not show.
/// </remarks>
internal sealed class FieldHash(byte[] key)
{
    private const int KeptBytes = 16;

    public string Of(string field, string value)
    {
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{field}\0{value}"));
        return Convert.ToHexStringLower(mac.AsSpan(0, KeptBytes));
    }
}
