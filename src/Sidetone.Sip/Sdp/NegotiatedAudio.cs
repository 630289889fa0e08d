using System.Net;

namespace Sidetone.Sip.Sdp;

/// <summary>
/// What an offer and its answer agreed on for the one audio stream of a call (RFC 3264 §6 and §7), seen from this side.
/// It is all that media needs to know of signalling.
/// </summary>
/// <param name="Rtp">where the other side wants to receive RTP</param>
/// <param name="Rtcp">where it wants RTCP: the next port, or what <c>a=rtcp</c> said (RFC 3605)</param>
/// <param name="Codec">the law of both directions</param>
/// <param name="PayloadType">RTP payload type of <paramref name="Codec"/>, 0…127</param>
/// <param name="EventsPayloadType">payload type of <c>telephone-event/8000</c> (RFC 4733), or null when the other side did not take it</param>
/// <param name="PacketMs">milliseconds of audio in each packet that we send; 20 unless <c>a=ptime</c> asked otherwise</param>
/// <param name="Sends">whether we may send (the other side does not hold us)</param>
/// <param name="Receives">whether the other side may send</param>
public sealed record NegotiatedAudio(
    IPEndPoint Rtp,
    IPEndPoint Rtcp,
    AudioCodec Codec,
    byte PayloadType,
    byte? EventsPayloadType,
    int PacketMs,
    bool Sends,
    bool Receives
);
