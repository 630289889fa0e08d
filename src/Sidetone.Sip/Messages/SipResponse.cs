using System.Globalization;

namespace Sidetone.Sip.Messages;

/// <summary>A response (RFC 3261 §7.2).</summary>
internal sealed class SipResponse(int status, string reason) : SipMessage
{
    /// <summary>100…699.</summary>
    public int Status { get; } = status;

    public string Reason { get; } = reason;

    public bool IsProvisional => Status < 200;

    public bool IsSuccess => Status is >= 200 and < 300;

    protected override string StartLine => string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {Status} {Reason}");

    /// <summary>The response to a request: what RFC 3261 §8.2.6.2 copies is copied, and To gets a tag if it has none.</summary>
    public static SipResponse Answering(SipRequest request, int status, string? toTag = null, string? reason = null)
    {
        var response = new SipResponse(status, reason ?? ReasonPhrases.Of(status));
        foreach (var via in request.Headers.All(HeaderNames.Via))
        {
            response.Headers.Add(HeaderNames.Via, via);
        }

        Copy(request, response, HeaderNames.From);
        var to = request.To;
        if (to is not null && to.Tag is null && toTag is not null && status > 100)
        {
            response.Headers.Add(HeaderNames.To, to.WithTag(toTag).ToString());
        }
        else
        {
            Copy(request, response, HeaderNames.To);
        }

        Copy(request, response, HeaderNames.CallId);
        Copy(request, response, HeaderNames.CSeq);
        if (status == 100)
        {
            Copy(request, response, HeaderNames.Timestamp);
        }

        return response;
    }

    private static void Copy(SipRequest request, SipResponse response, string name)
    {
        if (request.Headers[name] is { } value)
        {
            response.Headers.Add(name, value);
        }
    }
}
