using Sidetone.Sip.Media.Pacing;

namespace Sidetone.Sip.Media;

/// <summary>How a call's media behave. The defaults suit a call over the internet.</summary>
public sealed record MediaSettings
{
    /// <summary>The default of everything.</summary>
    public static MediaSettings Usual { get; } = new();

    /// <summary>Mean time between RTCP reports, 1…5 s; each is 0.5…1.5 times this after the last. Default 5 s (RFC 3550 §6.2).</summary>
    public TimeSpan ReportInterval
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromSeconds(5));
            field = value;
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>How long neither RTP nor RTCP may arrive before <see cref="AudioCallMedia.Ended"/> says so. Default 30 s.</summary>
    public TimeSpan NothingArrivesMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether to send where the first packets come from, instead of where the description says (symmetric RTP, RFC 4961): for
    /// the other side behind an address translation, which describes an address that cannot be reached. Off by default, since
    /// whoever sends first then gets the audio.
    /// </summary>
    public bool LearnSource { get; init; }

    /// <summary>The least that the jitter buffer waits. Default 20 ms.</summary>
    public TimeSpan BufferLeast { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The most that it waits; equal to <see cref="BufferLeast"/> it does not adapt. Default 200 ms.</summary>
    public TimeSpan BufferMost { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The name in RTCP (CNAME, RFC 3550 §6.5.1), at most 40 ASCII characters. Default: a random one, as RFC 7022 advises.</summary>
    public string? CanonicalName { get; init; }

    /// <summary>Which thread paces the call. Default: the one that the process shares.</summary>
    public Pacer Pacer { get; init; } = Pacer.Shared;
}
