using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Messages;

/// <summary>What every message must have, beyond lines that can be read (RFC 3261 §8.1.1, §8.2, §20).</summary>
internal static class SipMessageRules
{
    private static readonly string[] _single =
    [
        HeaderNames.From,
        HeaderNames.To,
        HeaderNames.CallId,
        HeaderNames.CSeq,
        HeaderNames.MaxForwards,
        HeaderNames.ContentLength,
        HeaderNames.ContentType,
    ];

    private static readonly string[] _addresses = [HeaderNames.Contact, HeaderNames.Route, HeaderNames.RecordRoute];

    public static SipFault? Check(SipMessage message)
    {
        foreach (var name in _single)
        {
            if (message.Headers.Count(name) > 1)
            {
                return SipFault.BadRequest($"{name} Twice");
            }
        }

        return CheckNeeded(message)
            ?? CheckAddresses(message)
            ?? (message is SipRequest request ? CheckRequest(request) : null);
    }

    private static SipFault? CheckNeeded(SipMessage message)
    {
        if (message.TopVia is null)
        {
            return SipFault.BadRequest("Bad Via");
        }

        if (message.From is null)
        {
            return SipFault.BadRequest("Bad From");
        }

        if (message.To is null)
        {
            return SipFault.BadRequest("Bad To");
        }

        if (string.IsNullOrEmpty(message.CallId) || message.CallId.AsSpan().ContainsAny(" \t"))
        {
            return SipFault.BadRequest("Bad Call-ID");
        }

        return message.CSeq is null ? SipFault.BadRequest("Bad CSeq") : null;
    }

    private static SipFault? CheckAddresses(SipMessage message)
    {
        foreach (var via in message.Headers.List(HeaderNames.Via))
        {
            if (!Via.TryParse(via, out _))
            {
                return SipFault.BadRequest("Bad Via");
            }
        }

        foreach (var name in _addresses)
        {
            var isStar = name == HeaderNames.Contact && message.Headers[name] == "*";
            if (!isStar && message.Headers.Addresses(name) is null)
            {
                return SipFault.BadRequest($"Bad {name}");
            }
        }

        return null;
    }

    private static SipFault? CheckRequest(SipRequest request)
    {
        if (request.CSeq!.Value.Method != request.Method)
        {
            return SipFault.BadRequest("CSeq Method Differs");
        }

        if (
            request.Headers[HeaderNames.MaxForwards] is not null
            && request.Headers.Number(HeaderNames.MaxForwards) is not <= 255
        )
        {
            return SipFault.BadRequest("Bad Max-Forwards");
        }

        if (request.Uri is not null)
        {
            return null;
        }

        var colon = request.UriText.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon > 0 ? request.UriText[..colon] : "";
        var isOurs =
            scheme.Equals("sip", StringComparison.OrdinalIgnoreCase)
            || scheme.Equals("sips", StringComparison.OrdinalIgnoreCase);
        return isOurs || !SipScanner.IsToken(scheme)
            ? SipFault.BadRequest("Bad Request-URI")
            : new SipFault(416, ReasonPhrases.Of(416));
    }
}
