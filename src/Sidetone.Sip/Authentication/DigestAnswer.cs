using System.Globalization;
using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Authentication;

/// <summary>Answers a challenge (RFC 7616 §3.4, RFC 2069 without a quality of protection).</summary>
internal static class DigestAnswer
{
    /// <summary>The value of Authorization or Proxy-Authorization.</summary>
    /// <param name="challenge">one that is supported</param>
    /// <param name="credentials">whose</param>
    /// <param name="method">of the request</param>
    /// <param name="uri">the Request-URI as it is sent</param>
    /// <param name="body">of the request; counts for <c>auth-int</c></param>
    /// <param name="count">how often this nonce has been used, this time included</param>
    /// <param name="clientNonce">our own number</param>
    public static string Write(
        DigestChallenge challenge,
        SipCredentials credentials,
        string method,
        string uri,
        byte[] body,
        uint count,
        string clientNonce
    )
    {
        var algorithm = challenge.Algorithm!;
        var realm = SipText.Readable(challenge.Realm);
        var nonce = challenge.Nonce;
        var counted = count.ToString("x8", CultureInfo.InvariantCulture);
        var first = algorithm.Hash($"{credentials.UserName}:{realm}:{credentials.Password}");
        if (algorithm.IsSession)
        {
            first = algorithm.Hash($"{first}:{nonce}:{clientNonce}");
        }

        var second = algorithm.Hash(
            challenge.Qop == "auth-int" ? $"{method}:{uri}:{algorithm.Hash(body)}" : $"{method}:{uri}"
        );
        var response = algorithm.Hash(
            challenge.Qop is { } qop
                ? $"{first}:{nonce}:{counted}:{clientNonce}:{qop}:{second}"
                : $"{first}:{nonce}:{second}"
        );

        var text =
            $"Digest username={SipText.Quote(SipText.Wire(credentials.UserName))}, "
            + $"realm={SipText.Quote(challenge.Realm)}, nonce={SipText.Quote(nonce)}, uri={SipText.Quote(uri)}, "
            + $"response=\"{response}\", algorithm={algorithm.Name}";
        if (challenge.Qop is not null)
        {
            text += $", qop={challenge.Qop}, nc={counted}, cnonce=\"{clientNonce}\"";
        }
        else if (algorithm.IsSession)
        {
            text += $", cnonce=\"{clientNonce}\"";
        }

        return challenge.Opaque is null ? text : $"{text}, opaque={SipText.Quote(challenge.Opaque)}";
    }
}
