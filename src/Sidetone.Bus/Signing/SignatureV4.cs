using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Signing;

/// <summary>Checks Signature Version 4 in the <c>Authorization</c> header, for the service <c>events</c>.</summary>
/// <remarks>The body is always covered: an unsigned payload is refused, whatever <c>x-amz-content-sha256</c> says.</remarks>
internal static class SignatureV4
{
    /// <summary>How far a caller's clock may be off.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private const string Service = "events";

    /// <summary>The key that signed a request.</summary>
    /// <exception cref="BusException">It is not signed, not by a key that is known, not now, or not truly.</exception>
    public static SigningKey Verify(SignedRequest request, IBusCallers callers, DateTimeOffset now)
    {
        var authorization = Authorization.Read(request.Header("authorization"));
        var timestamp = request.Header("x-amz-date") ?? "";
        if (!TryReadTime(timestamp, out var signedAt))
        {
            throw new BusException(
                "IncompleteSignatureException",
                timestamp.Length == 0
                    ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
                    : $"Date must be in ISO-8601 'basic format'. Got '{timestamp}'."
            );
        }

        RequireScope(authorization, timestamp);
        if (!callers.TryFind(authorization.AccessKeyId, out var key))
        {
            throw new BusException(
                "UnrecognizedClientException",
                "The security token included in the request is invalid."
            );
        }

        if (!IsTrue(request, authorization, timestamp, key))
        {
            throw Wrong(
                "The request signature we calculated does not match the signature you provided. "
                    + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
            );
        }

        RequireFresh(timestamp, signedAt, now);
        return key;
    }

    private static void RequireScope(Authorization authorization, string timestamp)
    {
        if (authorization.Service != Service)
        {
            throw Wrong($"Credential should be scoped to correct service: '{Service}'.");
        }

        if (!timestamp.StartsWith(authorization.Date, StringComparison.Ordinal) || authorization.Date.Length != 8)
        {
            throw Wrong(
                $"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + $"'{authorization.Date}' != '{timestamp[..8]}', from '{timestamp}'."
            );
        }

        // Host and date bind a signature to this server and moment; without them it would be good elsewhere and for ever.
        foreach (var required in (ReadOnlySpan<string>)["host", "x-amz-date"])
        {
            if (!authorization.SignedHeaders.Contains(required, StringComparer.Ordinal))
            {
                throw Wrong($"'{required}' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
    }

    private static bool IsTrue(SignedRequest request, Authorization authorization, string timestamp, SigningKey key)
    {
        var canonical = CanonicalRequest.Of(request, authorization.SignedHeaders);
        var toSign = StringToSign(timestamp, authorization.Scope, canonical);
        var expected = Convert.ToHexStringLower(
            HMACSHA256.HashData(
                key.For(authorization.Date, authorization.Region, authorization.Service),
                Encoding.UTF8.GetBytes(toSign)
            )
        );
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(expected),
            Encoding.UTF8.GetBytes(authorization.Signature)
        );
    }

    /// <summary>The string to sign of a canonical request.</summary>
    internal static string StringToSign(string timestamp, string scope, string canonical) =>
        $"AWS4-HMAC-SHA256\n{timestamp}\n{scope}\n"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    // Told only to who has the secret.
    private static void RequireFresh(string timestamp, DateTimeOffset signedAt, DateTimeOffset now)
    {
        if (signedAt < now - Skew)
        {
            throw Wrong(
                $"Signature expired: {timestamp} is now earlier than {Text(now - Skew)} ({Text(now)} - 5 min.)"
            );
        }

        if (signedAt > now + Skew)
        {
            throw Wrong(
                $"Signature not yet current: {timestamp} is still later than {Text(now + Skew)} ({Text(now)} + 5 min.)"
            );
        }
    }

    private static bool TryReadTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out time
        );

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static BusException Wrong(string message) => new("InvalidSignatureException", message);
}
