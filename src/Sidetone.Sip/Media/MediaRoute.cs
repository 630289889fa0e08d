using System.Net;
using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Media;

/// <summary>What was agreed on and where packets go, in the form that sending takes; replaced as a whole.</summary>
/// <param name="Audio">what was agreed on</param>
/// <param name="Rtp">where RTP goes</param>
/// <param name="Rtcp">where RTCP goes</param>
/// <param name="IsLearnt">whether <paramref name="Rtp"/> was learnt from a packet</param>
internal sealed record MediaRoute(NegotiatedAudio Audio, SocketAddress Rtp, SocketAddress Rtcp, bool IsLearnt)
{
    public static MediaRoute Of(NegotiatedAudio audio) =>
        new(audio, audio.Rtp.Serialize(), audio.Rtcp.Serialize(), false);
}
