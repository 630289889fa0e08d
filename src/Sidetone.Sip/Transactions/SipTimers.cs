namespace Sidetone.Sip.Transactions;

/// <summary>Times of transactions (RFC 3261 §17 and appendix A, RFC 6026).</summary>
public sealed record SipTimers
{
    /// <summary>Estimate of a round trip; the first interval after which a request is sent again.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest interval between two sendings of a request other than INVITE, and of a response to INVITE.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a message may live in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Timer B: an INVITE that nobody answers at all is given up; 64·T1 unless set.</summary>
    public TimeSpan B
    {
        get => _b ?? SixtyFour;
        init => _b = value;
    }

    /// <summary>Timer F: another request without a final answer is given up; 64·T1 unless set.</summary>
    public TimeSpan F
    {
        get => _f ?? SixtyFour;
        init => _f = value;
    }

    private readonly TimeSpan? _b;
    private readonly TimeSpan? _f;

    /// <summary>64·T1: timers H, J, L and M.</summary>
    internal TimeSpan SixtyFour => 64 * T1;

    /// <summary>Timer D: at least 32 s over a transport that may lose messages.</summary>
    internal TimeSpan D => SixtyFour > TimeSpan.FromSeconds(32) ? SixtyFour : TimeSpan.FromSeconds(32);

    internal TimeSpan Doubled(TimeSpan interval) => 2 * interval < T2 ? 2 * interval : T2;
}
