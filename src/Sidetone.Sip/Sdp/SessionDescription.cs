using System.Globalization;
using System.Text;
using Sidetone.Sip.Addresses;

namespace Sidetone.Sip.Sdp;

/// <summary>A session description (RFC 8866), as far as offers and answers of audio need it.</summary>
internal sealed class SessionDescription(SdpOrigin origin)
{
    public SdpOrigin Origin { get; } = origin;

    /// <summary>Address of <c>c=</c> of the session; null when each stream has one.</summary>
    public string? Address { get; set; }

    public List<SdpAttribute> Attributes { get; } = [];

    public List<SdpMedia> Media { get; } = [];

    public byte[] ToBytes() => Encoding.Latin1.GetBytes(ToString());

    public override string ToString()
    {
        var text = new StringBuilder("v=0\r\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"o={Origin.User} {Origin.Id} {Origin.Version} IN {Family(Origin.Address)} {Origin.Address}\r\n"
        );
        text.Append("s=-\r\n");
        WriteConnection(text, Address);
        text.Append("t=0 0\r\n");
        Write(text, Attributes);
        foreach (var media in Media)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"m={media.Kind} {media.Port} {media.Protocol} {string.Join(' ', media.Formats)}\r\n"
            );
            WriteConnection(text, media.Address);
            Write(text, media.Attributes);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, List<SdpAttribute> attributes)
    {
        foreach (var (name, value, _) in attributes)
        {
            text.Append("a=").Append(name);
            if (value is not null)
            {
                text.Append(':').Append(value);
            }

            text.Append("\r\n");
        }
    }

    private static void WriteConnection(StringBuilder text, string? address)
    {
        if (address is not null)
        {
            text.Append("c=IN ").Append(Family(address)).Append(' ').Append(address).Append("\r\n");
        }
    }

    private static string Family(string address) => address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4";
}
