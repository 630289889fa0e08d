using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Messages;

/// <summary>A request (RFC 3261 §7.1).</summary>
internal sealed class SipRequest(string method, string uri) : SipMessage
{
    public string Method { get; } = method;

    /// <summary>The Request-URI as it is written.</summary>
    public string UriText { get; } = uri;

    /// <summary>Null when it is no SIP URI.</summary>
    public SipUri? Uri => SipUri.TryParse(UriText, out var uri) ? uri : null;

    protected override string StartLine => $"{Method} {UriText} SIP/2.0";

    /// <summary>A copy, whose headers can be changed without changing these.</summary>
    public SipRequest Copy()
    {
        var copy = new SipRequest(Method, UriText) { Body = Body };
        foreach (var (name, value) in Headers.Fields)
        {
            copy.Headers.Add(name, value);
        }

        return copy;
    }
}
