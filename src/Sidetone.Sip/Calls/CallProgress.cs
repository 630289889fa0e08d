using Sidetone.Sip.Sdp;

namespace Sidetone.Sip.Calls;

/// <summary>What happens to a call, in the order it happens. The last one is a <see cref="CallOver"/>.</summary>
/// <param name="At">when this side came to know</param>
public abstract record CallProgress(DateTimeOffset At)
{
    /// <summary>The other side, or a proxy, has the INVITE: 100, or 183 without a description. Told once.</summary>
    public sealed record Trying(DateTimeOffset At) : CallProgress(At);

    /// <summary>The other side rings, or the call is queued or forwarded.</summary>
    /// <param name="At">when</param>
    /// <param name="Status">180, 181, 182 …</param>
    public sealed record Ringing(DateTimeOffset At, int Status) : CallProgress(At);

    /// <summary>Audio may flow before the answer (a provisional answer with a description).</summary>
    /// <param name="At">when</param>
    /// <param name="Audio">what it agrees on; the answer's may differ</param>
    public sealed record EarlyMedia(DateTimeOffset At, NegotiatedAudio Audio) : CallProgress(At);

    /// <summary>The call is answered.</summary>
    /// <param name="At">when</param>
    /// <param name="Audio">what was agreed on</param>
    public sealed record Answered(DateTimeOffset At, NegotiatedAudio Audio) : CallProgress(At);

    /// <summary>The other side changed the session: hold, another address, another codec.</summary>
    /// <param name="At">when</param>
    /// <param name="Audio">what counts from now on</param>
    public sealed record MediaChanged(DateTimeOffset At, NegotiatedAudio Audio) : CallProgress(At);
}
