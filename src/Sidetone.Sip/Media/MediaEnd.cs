namespace Sidetone.Sip.Media;

/// <summary>Why a call's media are over.</summary>
public enum MediaEnd
{
    /// <summary>We stopped them.</summary>
    Stopped,

    /// <summary>Neither RTP nor RTCP arrived for too long: the other end is gone. The call is still to be ended.</summary>
    NothingArrives,

    /// <summary>A socket, the source or the sink failed: <see cref="AudioCallMedia.Fault"/>.</summary>
    Failed,
}
