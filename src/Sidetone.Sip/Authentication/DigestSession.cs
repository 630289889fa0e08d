using System.Security.Cryptography;
using Sidetone.Sip.Messages;

namespace Sidetone.Sip.Authentication;

/// <summary>
/// Challenges of one call or registration, and how often each nonce has been used. Requests after the first are
/// answered before they are asked for (RFC 3261 §22.2). Used under the agent's gate only.
/// </summary>
internal sealed class DigestSession(SipCredentials? credentials)
{
    private const int ClientNonceBytes = 16;
    private const int RealmsMax = 4;

    private readonly List<Answered> _answered = [];

    /// <summary>Takes the challenges of a 401 or 407.</summary>
    /// <returns>false when the request need not be sent again: no password, none of our algorithms, or it was refused</returns>
    public bool Take(SipRequest request, SipResponse response)
    {
        var isProxy = response.Status == 407;
        var name = isProxy ? HeaderNames.ProxyAuthenticate : HeaderNames.WwwAuthenticate;
        // The first one that can be answered: whoever asks has put the strongest first (RFC 8760 §2.4).
        var challenges = response
            .Headers.All(name)
            .Select(static text => DigestChallenge.TryParse(text, out var challenge) ? challenge : null)
            .Where(challenge => challenge is { IsSupported: true } && IsFor(challenge))
            .DistinctBy(static challenge => challenge!.Realm)
            .ToList();
        var isNew = false;
        foreach (var challenge in challenges)
        {
            var known = _answered.Find(answered =>
                answered.IsProxy == isProxy && answered.Challenge.Realm == challenge!.Realm
            );
            var wasSent =
                known is not null
                && request
                    .Headers.All(Field(isProxy))
                    .Any(value => value.Contains(known.Challenge.Nonce, StringComparison.Ordinal));
            if (wasSent && !challenge!.IsStale && !known!.WasRefreshed(challenge.Nonce))
            {
                // It saw our answer to its nonce, and does not say that the nonce was too old: the password is wrong.
                return false;
            }

            isNew |= Keep(known, challenge!, isProxy);
        }

        return isNew;
    }

    /// <summary>Writes the answers to what has been asked so far into a request.</summary>
    public void Sign(SipRequest request)
    {
        request.Headers.Remove(HeaderNames.Authorization);
        request.Headers.Remove(HeaderNames.ProxyAuthorization);
        foreach (var answered in _answered)
        {
            request.Headers.Add(
                Field(answered.IsProxy),
                DigestAnswer.Write(
                    answered.Challenge,
                    credentials!,
                    request.Method,
                    request.UriText,
                    request.Body,
                    ++answered.Count,
                    Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ClientNonceBytes))
                )
            );
        }
    }

    private static string Field(bool isProxy) => isProxy ? HeaderNames.ProxyAuthorization : HeaderNames.Authorization;

    private bool IsFor(DigestChallenge challenge) =>
        credentials is not null && (credentials.Realm is null || credentials.Realm == challenge.Realm);

    private bool Keep(Answered? known, DigestChallenge challenge, bool isProxy)
    {
        if (known is null && _answered.Count >= RealmsMax)
        {
            return false;
        }

        if (known is not null)
        {
            _answered.Remove(known);
        }

        _answered.Add(new Answered(challenge, isProxy));
        return true;
    }

    private sealed class Answered(DigestChallenge challenge, bool isProxy)
    {
        public DigestChallenge Challenge { get; } = challenge;

        public bool IsProxy { get; } = isProxy;

        public uint Count { get; set; }

        /// <summary>Whether a later request, signed unasked, met a new nonce: many servers take each nonce only once.</summary>
        public bool WasRefreshed(string nonce) => Count > 1 && nonce != Challenge.Nonce;
    }
}
