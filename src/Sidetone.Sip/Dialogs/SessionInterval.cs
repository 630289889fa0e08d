using System.Globalization;
using Sidetone.Sip.Addresses;
using Sidetone.Sip.Messages;

namespace Sidetone.Sip.Dialogs;

/// <summary>What Session-Expires says (RFC 4028 §4).</summary>
/// <param name="Seconds">until the session is over, unless it is refreshed</param>
/// <param name="Refresher"><c>uac</c> or <c>uas</c> of the request that it was agreed on in; null when left open</param>
internal sealed record SessionInterval(uint Seconds, string? Refresher)
{
    /// <summary>The shortest interval that we take (RFC 4028 §5).</summary>
    public const uint Min = 90;

    /// <summary>Three months: what is longer may as well be none, and timers cannot hold everything.</summary>
    private const uint Max = 90 * 24 * 3_600;

    /// <summary>Reads the field of a message; null when it is absent or broken.</summary>
    public static SessionInterval? Of(SipMessage message)
    {
        if (message.Headers.Number(HeaderNames.SessionExpires) is not { } seconds)
        {
            return null;
        }

        var value = message.Headers[HeaderNames.SessionExpires]!;
        var scanner = new SipScanner(value);
        scanner.TakeUntil("; \t");
        var said = SipParameters.TryRead(ref scanner, out var parameters)
            ? parameters["refresher"]?.ToLowerInvariant()
            : null;
        return new SessionInterval(Math.Min(seconds, Max), said is "uac" or "uas" ? said : null);
    }

    /// <summary>What we answer to a request that asks for it, or whose proxy does (RFC 4028 §9).</summary>
    public static SessionInterval? ForAnswer(SipRequest request)
    {
        if (Of(request) is not { } asked)
        {
            return null;
        }

        var canRefresh = request.Headers.Lists(HeaderNames.Supported, "timer");
        return new SessionInterval(Math.Max(asked.Seconds, Min), canRefresh ? asked.Refresher ?? "uac" : "uas");
    }

    /// <summary>Whether a request asks for less than we take and can be told so (422).</summary>
    public static bool IsTooSmall(SipRequest request) =>
        Of(request) is { Seconds: < Min } && request.Headers.Lists(HeaderNames.Supported, "timer");

    public override string ToString() =>
        Seconds.ToString(CultureInfo.InvariantCulture) + (Refresher is null ? "" : ";refresher=" + Refresher);
}
