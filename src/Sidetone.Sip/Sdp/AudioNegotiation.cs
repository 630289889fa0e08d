using System.Globalization;

namespace Sidetone.Sip.Sdp;

/// <summary>
/// Offers and answers of one audio stream (RFC 3264), from one side's view, for as long as a call lasts. Not safe for
/// use by several threads.
/// </summary>
internal sealed class AudioNegotiation(LocalAudio local, ulong sessionId)
{
    private const byte EventsPayloadType = 101;

    private ulong _version;
    private bool _hasOffered;

    /// <summary>What was agreed on last; null before the first answer.</summary>
    public NegotiatedAudio? Agreed { get; private set; }

    /// <summary>A description that offers what we can do.</summary>
    public SessionDescription Offer()
    {
        _hasOffered = true;
        var types = local.Codecs.Select(static codec => (codec, StaticType(codec)));
        var session = Describe();
        session.Media.Add(Audio(types, local.Events ? EventsPayloadType : null, AudioDirection.Both));
        return session;
    }

    /// <summary>Takes an offer.</summary>
    /// <returns>the answer; null when none of its streams can be taken, which is for a 488</returns>
    /// <exception cref="SdpException">The offer cannot be read.</exception>
    public SessionDescription? Answer(SessionDescription offer)
    {
        if (AudioStream.Find(offer) is not { } stream || Choose(stream) is not { } chosen)
        {
            return null;
        }

        var direction = Mirrored(stream.Direction);
        Agreed = Agree(stream, chosen, direction);
        var session = Describe();
        for (var index = 0; index < offer.Media.Count; index++)
        {
            var media = offer.Media[index];
            session.Media.Add(
                index == stream.Index
                    ? Audio([chosen], Agreed.EventsPayloadType, direction)
                    : new SdpMedia(media.Kind, 0, media.Protocol, media.Formats)
            );
        }

        return session;
    }

    /// <summary>Takes the answer to our offer.</summary>
    /// <returns>what was agreed on; null when audio was refused or none of our codecs taken</returns>
    /// <exception cref="SdpException">The answer cannot be read.</exception>
    public NegotiatedAudio? Complete(SessionDescription answer)
    {
        if (!_hasOffered || AudioStream.Find(answer) is not { Index: 0 } stream || Choose(stream) is not { } chosen)
        {
            return null;
        }

        return Agreed = Agree(stream, chosen, Mirrored(stream.Direction));
    }

    /// <summary>The first of the other side's codecs that we take: its order is the one that counts (RFC 3264 §6.1).</summary>
    private (AudioCodec Codec, byte PayloadType)? Choose(AudioStream stream)
    {
        foreach (var codec in stream.Codecs)
        {
            if (local.Codecs.Contains(codec.Codec))
            {
                return codec;
            }
        }

        return null;
    }

    private NegotiatedAudio Agree(
        AudioStream stream,
        (AudioCodec Codec, byte PayloadType) chosen,
        AudioDirection direction
    ) =>
        new(
            stream.Rtp,
            stream.Rtcp,
            chosen.Codec,
            chosen.PayloadType,
            local.Events ? stream.Events : null,
            stream.PacketMs,
            direction.HasFlag(AudioDirection.Send),
            direction.HasFlag(AudioDirection.Receive)
        );

    private SessionDescription Describe()
    {
        _version++;
        var address = local.Rtp.Address.ToString();
        return new SessionDescription(new SdpOrigin("-", sessionId, _version, address)) { Address = address };
    }

    private SdpMedia Audio(
        IEnumerable<(AudioCodec Codec, byte PayloadType)> codecs,
        byte? events,
        AudioDirection direction
    )
    {
        var attributes = new List<SdpAttribute>();
        var formats = new List<string>();
        foreach (var (codec, type) in codecs)
        {
            formats.Add(Written(type));
            attributes.Add(new SdpAttribute("rtpmap", $"{type} {(codec == AudioCodec.Pcmu ? "PCMU" : "PCMA")}/8000"));
        }

        if (events is { } number)
        {
            formats.Add(Written(number));
            attributes.Add(new SdpAttribute("rtpmap", $"{number} telephone-event/8000"));
            attributes.Add(new SdpAttribute("fmtp", $"{number} 0-16"));
        }

        attributes.Add(new SdpAttribute("ptime", local.PacketMs.ToString(CultureInfo.InvariantCulture)));
        if (RtcpValue() is { } rtcp)
        {
            attributes.Add(new SdpAttribute("rtcp", rtcp));
        }

        attributes.Add(new SdpAttribute(Word(direction)));
        var media = new SdpMedia("audio", local.Rtp.Port, "RTP/AVP", formats);
        media.Attributes.AddRange(attributes);
        return media;
    }

    private string? RtcpValue()
    {
        var port = Written(local.Rtcp.Port);
        if (!local.Rtcp.Address.Equals(local.Rtp.Address))
        {
            var family = local.Rtcp.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "IP6" : "IP4";
            return $"{port} IN {family} {local.Rtcp.Address}";
        }

        return local.Rtcp.Port == local.Rtp.Port + 1 ? null : port;
    }

    private static AudioDirection Mirrored(AudioDirection theirs) =>
        (theirs.HasFlag(AudioDirection.Receive) ? AudioDirection.Send : 0)
        | (theirs.HasFlag(AudioDirection.Send) ? AudioDirection.Receive : 0);

    private static string Word(AudioDirection direction) =>
        direction switch
        {
            AudioDirection.Both => "sendrecv",
            AudioDirection.Send => "sendonly",
            AudioDirection.Receive => "recvonly",
            _ => "inactive",
        };

    private static byte StaticType(AudioCodec codec) => (byte)(codec == AudioCodec.Pcmu ? 0 : 8);

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
