using System.Diagnostics.CodeAnalysis;

namespace Sidetone.Sip.Authentication;

/// <summary>What a registrar or a proxy asks (RFC 7616 §3.3).</summary>
/// <param name="Realm">whose password is meant</param>
/// <param name="Nonce">its number for this challenge</param>
/// <param name="Opaque">given back as it came; null when absent</param>
/// <param name="Algorithm">null when we do not have it</param>
/// <param name="Qop"><c>auth</c>, <c>auth-int</c>, or null for the old form of RFC 2069</param>
/// <param name="IsStale">whether the password was right and only the nonce too old</param>
/// <param name="HasQop">whether it offered a quality of protection, one of ours or not</param>
internal sealed record DigestChallenge(
    string Realm,
    string Nonce,
    string? Opaque,
    DigestAlgorithm? Algorithm,
    string? Qop,
    bool IsStale,
    bool HasQop
)
{
    /// <summary>Whether we can answer it.</summary>
    public bool IsSupported => Algorithm is not null && (Qop is not null || !HasQop);

    /// <summary>Reads the value of WWW-Authenticate or Proxy-Authenticate; another scheme is not read.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DigestChallenge? challenge)
    {
        challenge = null;
        if (!DigestFields.TryParse(text, out var fields))
        {
            return false;
        }

        if (!fields.TryGetValue("realm", out var realm) || !fields.TryGetValue("nonce", out var nonce))
        {
            return false;
        }

        var offered = fields.GetValueOrDefault("qop");
        challenge = new DigestChallenge(
            realm,
            nonce,
            fields.GetValueOrDefault("opaque"),
            DigestAlgorithm.Of(fields.GetValueOrDefault("algorithm")),
            Choose(offered),
            fields.GetValueOrDefault("stale")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true,
            offered is not null
        );
        return true;
    }

    private static string? Choose(string? offered)
    {
        var list = offered?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [];
        return list.Contains("auth", StringComparer.OrdinalIgnoreCase) ? "auth"
            : list.Contains("auth-int", StringComparer.OrdinalIgnoreCase) ? "auth-int"
            : null;
    }
}
