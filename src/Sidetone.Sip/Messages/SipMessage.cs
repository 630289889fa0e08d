using System.Globalization;
using System.Text;
using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Messages;

/// <summary>A request or a response (RFC 3261 §7). Text is Latin-1: one character is one byte.</summary>
internal abstract class SipMessage
{
    public SipHeaders Headers { get; } = new();

    public byte[] Body { get; set; } = [];

    public string? CallId => Headers[HeaderNames.CallId];

    public CSeq? CSeq => Messages.CSeq.Parse(Headers[HeaderNames.CSeq]);

    public NameAddress? From => Address(HeaderNames.From);

    public NameAddress? To => Address(HeaderNames.To);

    /// <summary>The first Via; null when there is none that can be read.</summary>
    public Via? TopVia =>
        Headers.List(HeaderNames.Via).FirstOrDefault() is { } text && Via.TryParse(text, out var via) ? via : null;

    /// <summary>The first address of Contact; null when there is none or it is no SIP URI.</summary>
    public SipUri? ContactUri => Headers.Addresses(HeaderNames.Contact)?.FirstOrDefault()?.Uri;

    /// <summary>Whether the body says that it is a session description.</summary>
    public bool HasSdp =>
        Body.Length > 0
        && (Headers[HeaderNames.ContentType] ?? "")
            .Split(';')[0]
            .Trim()
            .Equals("application/sdp", StringComparison.OrdinalIgnoreCase);

    protected abstract string StartLine { get; }

    public void SetBody(string type, byte[] body)
    {
        Body = body;
        Headers.Set(HeaderNames.ContentType, type);
    }

    /// <summary>The message as it is sent; Content-Length is written for every transport.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder(512).Append(StartLine).Append("\r\n");
        foreach (var (name, value) in Headers.Fields)
        {
            if (!name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase))
            {
                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"{HeaderNames.ContentLength}: {Body.Length}\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(text.ToString()), .. Body];
    }

    /// <summary>The start line, which is all that a log should see: header fields may hold secrets.</summary>
    public override string ToString() => SipText.Readable(StartLine);

    private NameAddress? Address(string name) =>
        Headers[name] is { } text && NameAddress.TryParse(text, out var address) ? address : null;
}
