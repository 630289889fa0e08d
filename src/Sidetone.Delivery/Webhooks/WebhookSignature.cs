using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sidetone.Delivery.Webhooks;

/// <summary>
/// Signs a request as the Standard Webhooks specification 1.0.0 has it (symmetric signatures, <c>v1</c>).
/// </summary>
public sealed class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    private readonly byte[] _key;

    private WebhookSignature(byte[] key) => _key = key;

    /// <summary>Reads a secret: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
    public static bool TryParse(string secret, [NotNullWhen(true)] out WebhookSignature? signature)
    {
        signature = null;
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var key = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length) || length is < 24 or > 64)
        {
            return false;
        }

        signature = new WebhookSignature(key[..length]);
        return true;
    }

    /// <summary>
    /// The <c>webhook-signature</c> header: <c>v1,</c> and base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.
    /// </summary>
    /// <param name="id">The <c>webhook-id</c>.</param>
    /// <param name="timestamp">The <c>webhook-timestamp</c>: seconds since the Unix epoch.</param>
    /// <param name="body">The body as it is sent.</param>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp.ToString(CultureInfo.InvariantCulture)}."));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }
}
