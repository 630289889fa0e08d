using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sidetone.Heartbeat.DialRules;

/// <summary>
/// What a heartbeat calls, in the one spelling that rules are held against: a number such as <c>+43123456</c>, or a SIP
/// address such as <c>sip:test@pbx.example:5070</c> without parameters.
/// </summary>
/// <remarks>
/// Strict on purpose: an address that is read in two ways would be allowed in one and dialled in the other. Escapes,
/// headers and passwords are refused; parameters other than <c>transport</c> too.
/// </remarks>
public sealed record DialTarget
{
    private const int LengthMax = 200;

    private DialTarget(string text, string? transport)
    {
        Text = text;
        Transport = transport;
    }

    /// <summary>The canonical spelling, without parameters.</summary>
    public string Text { get; }

    /// <summary>What a SIP address asked for: <c>udp</c>, <c>tcp</c> or <c>tls</c>; null when it did not.</summary>
    public string? Transport { get; }

    /// <summary>Whether it is a SIP address, and not a number that the account's server knows.</summary>
    public bool IsAddress => Text.StartsWith("sip", StringComparison.Ordinal);

    /// <summary>What to put into the request line, <c>sip:…</c>, when the number is dialled through a server.</summary>
    /// <param name="domain">The domain of the account that dials.</param>
    public string ToUri(string domain) =>
        IsAddress ? (Transport is null ? Text : $"{Text};transport={Transport}") : $"sip:{Text}@{domain}";

    /// <summary>Reads a number or an address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DialTarget? target)
    {
        target = null;
        if (text.Length is 0 or > LengthMax)
        {
            return false;
        }

        target =
            text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) ? Address("sip:", text[4..])
            : text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase) ? Address("sips:", text[5..])
            : Number(text);
        return target is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static DialTarget? Number(string text)
    {
        var digits = new StringBuilder();
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter) || letter is '*' or '#' || (letter == '+' && digits.Length == 0))
            {
                digits.Append(letter);
            }
            else if (letter is not (' ' or '-' or '.' or '(' or ')' or '/'))
            {
                return null;
            }
        }

        return digits.Length is 0 or > 32 || digits.ToString() == "+" ? null : new DialTarget(digits.ToString(), null);
    }

    private static DialTarget? Address(string scheme, string rest)
    {
        var parts = rest.Split(';');
        var transport = parts.Length == 1 ? null : TransportOf(parts[1]);
        if (parts.Length > 2 || (parts.Length == 2 && transport is null))
        {
            return null;
        }

        var at = parts[0].IndexOf('@', StringComparison.Ordinal);
        var user = at < 0 ? null : parts[0][..at];
        var host = parts[0][(at + 1)..].ToLowerInvariant();
        var isUser = user is null || (user.Length > 0 && user.All(IsUserLetter));
        return isUser && IsHost(host)
            ? new DialTarget($"{scheme}{(user is null ? "" : $"{user}@")}{host}", transport)
            : null;
    }

    private static string? TransportOf(string parameter) =>
        parameter.ToLowerInvariant() switch
        {
            "transport=udp" => "udp",
            "transport=tcp" => "tcp",
            "transport=tls" => "tls",
            _ => null,
        };

    // RFC 3261 §25.1 user, without escapes and without what separates other parts.
    private static bool IsUserLetter(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || "-_.!~*'()&=+$,".Contains(letter);

    private static bool IsHost(string host)
    {
        var colon = host.StartsWith('[')
            ? host.IndexOf("]:", StringComparison.Ordinal) + 1
            : host.IndexOf(':', StringComparison.Ordinal);
        var name = colon > 0 ? host[..colon] : host;
        if (
            colon > 0
            && !(
                ushort.TryParse(host[(colon + 1)..], System.Globalization.NumberStyles.None, null, out var port)
                && port > 0
            )
        )
        {
            return false;
        }

        return Uri.CheckHostName(name.Trim('[', ']')) switch
        {
            UriHostNameType.IPv6 => name.StartsWith('[') && name.EndsWith(']') && !name.Contains('%'),
            UriHostNameType.Dns or UriHostNameType.IPv4 => !name.Contains('['),
            _ => false,
        };
    }
}
