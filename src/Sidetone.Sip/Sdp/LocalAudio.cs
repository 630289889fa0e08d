using System.Net;

namespace Sidetone.Sip.Sdp;

/// <summary>What this side can do with audio, and where it hears: what an offer or an answer is made of.</summary>
/// <param name="Rtp">where we receive RTP: the address as the other side sees it, bound already</param>
/// <param name="Rtcp">where we receive RTCP; said with <c>a=rtcp</c> when it is not the next port</param>
public sealed record LocalAudio(IPEndPoint Rtp, IPEndPoint Rtcp)
{
    /// <summary>Codecs we take, the one we like best first; at least one.</summary>
    public IReadOnlyList<AudioCodec> Codecs { get; init; } = [AudioCodec.Pcmu, AudioCodec.Pcma];

    /// <summary>Whether telephone events (RFC 4733) are offered and taken.</summary>
    public bool Events { get; init; } = true;

    /// <summary>Milliseconds of audio in a packet that we would like to receive: 10…60.</summary>
    public int PacketMs { get; init; } = 20;
}
