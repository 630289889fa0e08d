using System.Globalization;
using System.Net;

namespace Sidetone.Sip.Sdp;

/// <summary>The audio stream that a description of the other side holds, read as far as it can be used.</summary>
internal sealed class AudioStream
{
    private const int PacketMsMin = 10;
    private const int PacketMsMax = 60;

    private AudioStream(int index, SdpMedia media, IPEndPoint rtp, IPEndPoint rtcp)
    {
        Index = index;
        Media = media;
        Rtp = rtp;
        Rtcp = rtcp;
    }

    /// <summary>Which of the description's streams it is, beginning with 0.</summary>
    public int Index { get; }

    public SdpMedia Media { get; }

    public IPEndPoint Rtp { get; }

    public IPEndPoint Rtcp { get; }

    public AudioDirection Direction { get; private init; }

    /// <summary>The packets that side wants, in milliseconds.</summary>
    public int PacketMs { get; private init; }

    /// <summary>Codecs of ours among its formats, in its order.</summary>
    public List<(AudioCodec Codec, byte PayloadType)> Codecs { get; } = [];

    public byte? Events { get; private set; }

    /// <summary>Finds the first audio stream over RTP that is wanted (port not 0).</summary>
    /// <returns>null when there is none</returns>
    /// <exception cref="SdpException">A line of that stream is at fault.</exception>
    public static AudioStream? Find(SessionDescription session)
    {
        var index = session.Media.FindIndex(media => media is { Kind: "audio", Port: > 0, Protocol: "RTP/AVP" });
        return index < 0 ? null : Read(session, index);
    }

    private static AudioStream Read(SessionDescription session, int index)
    {
        var media = session.Media[index];
        var text = media.Address ?? session.Address ?? throw new SdpException(media.Line, "it has no `c=`.");
        if (!IPAddress.TryParse(text, out var address))
        {
            throw new SdpException(media.Line, "its `c=` holds no IPv4 or IPv6 address.");
        }

        var direction = Said(media.Attributes) ?? Said(session.Attributes) ?? AudioDirection.Both;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            // The hold of RFC 2543: there is nowhere to send to.
            direction &= ~AudioDirection.Receive;
        }

        var stream = new AudioStream(index, media, new IPEndPoint(address, media.Port), ReadRtcp(media, address))
        {
            Direction = direction,
            PacketMs = ReadPacketMs(media),
        };
        stream.ReadFormats();
        return stream;
    }

    private static AudioDirection? Said(List<SdpAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            switch (attribute.Name)
            {
                case "sendrecv":
                    return AudioDirection.Both;
                case "sendonly":
                    return AudioDirection.Send;
                case "recvonly":
                    return AudioDirection.Receive;
                case "inactive":
                    return AudioDirection.Inactive;
            }
        }

        return null;
    }

    /// <summary>RFC 3605; without it the next port (RFC 3550 §11).</summary>
    private static IPEndPoint ReadRtcp(SdpMedia media, IPAddress address)
    {
        if (media.Attribute("rtcp") is not { } attribute)
        {
            return new IPEndPoint(address, Math.Min(media.Port + 1, IPEndPoint.MaxPort));
        }

        var parts = (attribute.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var hasAddress = parts.Length == 4 && parts[1] == "IN" && parts[2] is "IP4" or "IP6";
        if (
            (parts.Length != 1 && !hasAddress)
            || !ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port == 0
            || (hasAddress && !IPAddress.TryParse(parts[3], out address!))
        )
        {
            throw new SdpException(attribute.Line, "`a=rtcp` must be a port, or a port and an address.");
        }

        return new IPEndPoint(address, port);
    }

    private static int ReadPacketMs(SdpMedia media)
    {
        if (media.Attribute("ptime") is not { } attribute)
        {
            return 20;
        }

        if (!int.TryParse(attribute.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var time) || time == 0)
        {
            throw new SdpException(attribute.Line, "`a=ptime` must be a whole number of milliseconds.");
        }

        // What one side asks for is a wish (RFC 8866 §6.4): we keep to whole tens within what is usual.
        return Math.Clamp(time / 10 * 10, PacketMsMin, PacketMsMax);
    }

    private void ReadFormats()
    {
        var maps = new Dictionary<byte, string>();
        foreach (var map in Media.Attributes.Where(static attribute => attribute.Name == "rtpmap"))
        {
            var parts = (map.Value ?? "").Split(' ', 2, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 2 || PayloadType(parts[0]) is not { } type)
            {
                throw new SdpException(map.Line, "`a=rtpmap` must be a payload type of 0…127 and an encoding.");
            }

            maps[type] = parts[1].Trim().ToUpperInvariant();
        }

        foreach (var format in Media.Formats)
        {
            if (PayloadType(format) is not { } type)
            {
                throw new SdpException(Media.Line, "its formats must be payload types of 0…127.");
            }

            switch (maps.GetValueOrDefault(type) ?? Static(type))
            {
                case "PCMU/8000" or "PCMU/8000/1":
                    Codecs.Add((AudioCodec.Pcmu, type));
                    break;
                case "PCMA/8000" or "PCMA/8000/1":
                    Codecs.Add((AudioCodec.Pcma, type));
                    break;
                case "TELEPHONE-EVENT/8000" or "TELEPHONE-EVENT/8000/1":
                    Events ??= type;
                    break;
            }
        }
    }

    private static string? Static(byte type) =>
        type switch
        {
            0 => "PCMU/8000",
            8 => "PCMA/8000",
            _ => null,
        };

    private static byte? PayloadType(string text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var type) && type <= 127 ? type : null;
}
