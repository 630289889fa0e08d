using System.Globalization;
using System.Text;

namespace Sidetone.Sip.Sdp;

/// <summary>Reads session descriptions (RFC 8866). Lines we have no use for are skipped; those we use must be right.</summary>
internal static class SdpParser
{
    private const int LinesMax = 1_000;

    /// <exception cref="SdpException">A line is at fault.</exception>
    public static SessionDescription Parse(ReadOnlySpan<byte> bytes)
    {
        SessionDescription? session = null;
        SdpMedia? media = null;
        var number = 0;
        foreach (var text in Encoding.Latin1.GetString(bytes).Split('\n'))
        {
            number++;
            var line = text.TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }

            if (number > LinesMax)
            {
                throw new SdpException(number, $"more than {LinesMax} lines.");
            }

            if (line.Length < 2 || line[1] != '=')
            {
                throw new SdpException(number, "it is not of the form `x=…`.");
            }

            var value = line[2..];
            switch (line[0])
            {
                case 'v':
                    Require(value == "0", number, "the version must be 0.");
                    break;
                case 'o':
                    Require(session is null, number, "there is a second `o=`.");
                    session = new SessionDescription(Origin(value, number));
                    break;
                case 'c':
                    SetAddress(Session(session, number), media, Connection(value, number));
                    break;
                case 'm':
                    media = Media(value, number);
                    Session(session, number).Media.Add(media);
                    break;
                case 'a':
                    (media?.Attributes ?? Session(session, number).Attributes).Add(Attribute(value, number));
                    break;
                default:
                    Session(session, number);
                    break;
            }
        }

        return Session(session, number + 1);
    }

    private static SessionDescription Session(SessionDescription? session, int line) =>
        session ?? throw new SdpException(line, "`o=` has to stand before it.");

    private static void SetAddress(SessionDescription session, SdpMedia? media, string address)
    {
        if (media is null)
        {
            session.Address = address;
        }
        else
        {
            media.Address ??= address;
        }
    }

    private static SdpOrigin Origin(string value, int line)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Require(parts.Length == 6, line, "`o=` needs six fields.");
        return new SdpOrigin(parts[0], Long(parts[1], line), Long(parts[2], line), parts[5]);
    }

    private static string Connection(string value, int line)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Require(parts.Length == 3, line, "`c=` needs three fields.");
        Require(parts[0] == "IN" && parts[1] is "IP4" or "IP6", line, "`c=` must be `IN IP4` or `IN IP6`.");
        return parts[2].Split('/')[0];
    }

    private static SdpMedia Media(string value, int line)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Require(parts.Length >= 4, line, "`m=` needs kind, port, protocol and a format.");
        Require(
            ushort.TryParse(parts[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port),
            line,
            "the port must be 0…65535."
        );
        return new SdpMedia(parts[0], port, parts[2], parts[3..], line);
    }

    private static SdpAttribute Attribute(string value, int line)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new SdpAttribute(value.Trim(), null, line)
            : new SdpAttribute(value[..colon].Trim(), value[(colon + 1)..].Trim(), line);
    }

    private static ulong Long(string text, int line)
    {
        Require(
            ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number),
            line,
            "session id and version must be whole numbers below 2^64."
        );
        return number;
    }

    private static void Require(bool holds, int line, string fault)
    {
        if (!holds)
        {
            throw new SdpException(line, fault);
        }
    }
}
