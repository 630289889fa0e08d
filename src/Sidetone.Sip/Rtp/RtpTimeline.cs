namespace Sidetone.Sip.Rtp;

/// <summary>
/// Lays received timestamps on one line of samples that only goes forward with the call, whatever sources, wraps and jumps
/// they have: position 0 is the first sample received. Owned by the thread that receives.
/// </summary>
internal struct RtpTimeline
{
    /// <summary>How far a timestamp may lie from where its arrival says before it is taken for a new clock.</summary>
    private const int JumpMaxSamples = 8_000;

    private bool _isBegun;
    private uint _ssrc;
    private uint _timestamp;
    private long _position;
    private double _arrivedMs;

    /// <summary>The position of a packet's first sample.</summary>
    /// <param name="ssrc">its source</param>
    /// <param name="timestamp">its timestamp</param>
    /// <param name="arrivedMs">when it arrived</param>
    /// <param name="begins">whether it begins another clock: the place is then taken from the arrival</param>
    public long Place(uint ssrc, uint timestamp, double arrivedMs, out bool begins)
    {
        var elapsed = (long)((arrivedMs - _arrivedMs) * 8);
        long steps = unchecked((int)(timestamp - _timestamp));
        begins = !_isBegun || ssrc != _ssrc || Math.Abs(steps - elapsed) > JumpMaxSamples;
        var position = begins ? (_isBegun ? _position + Math.Max(elapsed, 0) : 0) : _position + steps;
        if (begins || steps > 0)
        {
            (_ssrc, _timestamp, _position, _arrivedMs, _isBegun) = (ssrc, timestamp, position, arrivedMs, true);
        }

        return position;
    }
}
