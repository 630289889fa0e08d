namespace Sidetone.Sip.Rtcp;

/// <summary>
/// NTP time (RFC 3550 §4) that only goes forward: the wall clock is read once, and what has passed since is taken from the steady
/// clock, so that a corrected wall clock shows in no round trip.
/// </summary>
internal sealed class NtpClock
{
    private static readonly DateTimeOffset s_epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider _time;
    private readonly double _beganSeconds;
    private readonly long _beganAt;

    public NtpClock(TimeProvider time)
    {
        _time = time;
        _beganAt = time.GetTimestamp();
        _beganSeconds = (time.GetUtcNow() - s_epoch).TotalSeconds;
    }

    /// <summary>Milliseconds from the session's beginning to a timestamp.</summary>
    public double Milliseconds(long timestamp) => (timestamp - _beganAt) * 1_000.0 / _time.TimestampFrequency;

    /// <summary>Milliseconds from the session's beginning to now.</summary>
    public double NowMs => Milliseconds(_time.GetTimestamp());

    /// <summary>The 64-bit NTP time of a moment: seconds in the upper half, modulo 2^32 (its era ends in 2036).</summary>
    public ulong At(double milliseconds)
    {
        var whole = Math.Floor(milliseconds / 1_000);
        var seconds = Math.Floor(_beganSeconds) + whole;
        var fraction = (_beganSeconds - Math.Floor(_beganSeconds)) + ((milliseconds / 1_000) - whole);
        seconds += Math.Floor(fraction);
        fraction -= Math.Floor(fraction);
        return ((ulong)((long)seconds & 0xFFFFFFFF) << 32)
            | Math.Min((ulong)(fraction * 4_294_967_296.0), uint.MaxValue);
    }

    /// <summary>The middle 32 bits, in 1/65536 s, as reports carry it back.</summary>
    public static uint Middle(ulong ntp) => (uint)((ntp >> 16) & 0xFFFFFFFF);
}
