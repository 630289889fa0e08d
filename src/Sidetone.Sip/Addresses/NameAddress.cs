using System.Diagnostics.CodeAnalysis;

namespace Sidetone.Sip.Addresses;

/// <summary>A name-addr or addr-spec with its header parameters: From, To, Contact, Route … (RFC 3261 §20.10).</summary>
internal sealed class NameAddress
{
    private NameAddress(string? name, string uri, SipParameters parameters)
    {
        DisplayName = name;
        UriText = uri;
        Parameters = parameters;
        Uri = SipUri.TryParse(uri, out var parsed) ? parsed : null;
    }

    /// <summary>As it stands in the message but without quotes; null when there is none.</summary>
    public string? DisplayName { get; }

    public string UriText { get; }

    /// <summary>Null when the scheme is another one, such as <c>tel</c>.</summary>
    public SipUri? Uri { get; }

    public SipParameters Parameters { get; }

    public string? Tag => Parameters["tag"];

    public static NameAddress Of(SipUri uri, string? name = null, string? tag = null)
    {
        var parameters = new SipParameters();
        if (tag is not null)
        {
            parameters["tag"] = tag;
        }

        return new NameAddress(name is null ? null : SipText.Wire(name), uri.ToWire(), parameters);
    }

    /// <summary>Reads one; a comma after it is a fault.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NameAddress? address)
    {
        address = null;
        var scanner = new SipScanner(text);
        scanner.SkipWhite();
        string? name = null;
        ReadOnlySpan<char> uri;
        if (scanner.Current == '"')
        {
            var quoted = scanner.TakeQuoted();
            if (quoted.IsEmpty)
            {
                return false;
            }

            name = SipText.Unquote(quoted.ToString());
        }
        else if (scanner.Rest.Contains('<'))
        {
            var tokens = scanner.TakeUntil("<").TrimEnd(" \t");
            if (!AreTokens(tokens))
            {
                return false;
            }

            name = tokens.IsEmpty ? null : tokens.ToString();
        }

        if (scanner.Take('<'))
        {
            uri = scanner.TakeUntil(">");
            if (!scanner.Take('>') || uri.ContainsAny(" \t\"<"))
            {
                return false;
            }
        }
        else if (name is null)
        {
            // Without brackets a comma, question mark or semicolon ends the address (RFC 3261 §20).
            uri = scanner.TakeUntil(";?, \t");
        }
        else
        {
            return false;
        }

        if (!IsUri(uri) || !SipParameters.TryRead(ref scanner, out var parameters) || !scanner.IsDone())
        {
            return false;
        }

        var read = new NameAddress(name, uri.ToString(), parameters);
        var isSip =
            read.UriText.StartsWith("sip:", StringComparison.OrdinalIgnoreCase)
            || read.UriText.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        if (isSip && read.Uri is null)
        {
            return false;
        }

        address = read;
        return true;
    }

    public NameAddress WithTag(string tag)
    {
        var parameters = Parameters.Copy();
        parameters["tag"] = tag;
        return new NameAddress(DisplayName, UriText, parameters);
    }

    public override string ToString() =>
        (string.IsNullOrEmpty(DisplayName) ? "" : SipText.Quote(DisplayName) + " ") + $"<{UriText}>{Parameters}";

    private static bool IsUri(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon <= 0 || colon == text.Length - 1 || !char.IsAsciiLetter(text[0]))
        {
            return false;
        }

        foreach (var c in text[..colon])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreTokens(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!SipScanner.IsTokenChar(c) && c is not (' ' or '\t'))
            {
                return false;
            }
        }

        return true;
    }
}
