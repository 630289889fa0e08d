using System.Text;

namespace Sidetone.Sip.Addresses;

/// <summary>
/// How text stands in a message. Inside the agent one character is one byte (Latin-1), so that a field which is copied
/// into an answer goes back byte for byte, even if it was not UTF-8. Only what people read or write is turned.
/// </summary>
internal static class SipText
{
    /// <summary>What a person reads, of text as it stands in a message.</summary>
    public static string Readable(string text) =>
        Ascii.IsValid(text) ? text : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text));

    /// <summary>The bytes of a person's text, one character each.</summary>
    public static string Wire(string text) =>
        Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>What a quoted string says; text without quotes is given back.</summary>
    public static string Unquote(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            return text;
        }

        var inner = text.AsSpan(1, text.Length - 2);
        if (!inner.Contains('\\'))
        {
            return inner.ToString();
        }

        var said = new StringBuilder(inner.Length);
        for (var at = 0; at < inner.Length; at++)
        {
            if (inner[at] == '\\' && at + 1 < inner.Length)
            {
                at++;
            }

            said.Append(inner[at]);
        }

        return said.ToString();
    }

    /// <summary>Puts quotes around, and escapes what must not stand in a quoted string.</summary>
    public static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether a value may stand in a header field: no control characters, so that it cannot begin another.</summary>
    public static bool IsOneLine(string text) => !text.AsSpan().ContainsAnyInRange('\0', '\u001f');
}
