using Sidetone.Sip.Addresses;
using Sidetone.Sip.Authentication;
using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Calls;

/// <summary>How a call is dialled.</summary>
public sealed record OutgoingCallOptions
{
    /// <summary>What we offer, and where we hear.</summary>
    public required LocalAudio Audio { get; init; }

    /// <summary>Who calls (From); the agent's own address unless set.</summary>
    public SipUri? From { get; init; }

    /// <summary>Name of who calls, for a display; null for none.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Answers challenges; null for none, and a challenge then is a refusal.</summary>
    public SipCredentials? Credentials { get; init; }

    /// <summary>Where the call goes first, whatever its target; null to go to the target.</summary>
    public SipUri? Proxy { get; init; }

    /// <summary>A call that is not answered for so long is withdrawn.</summary>
    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Redirects (3xx) that are followed.</summary>
    public int Redirects { get; init; } = 5;

    /// <summary>Session interval that we ask for (RFC 4028), at least 90 s; null to ask for none, others still may.</summary>
    public TimeSpan? SessionExpires { get; init; }

    /// <summary>More header fields of INVITE, such as <c>X-Job</c>; neither names nor values may hold a line's end.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
