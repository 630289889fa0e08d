namespace Sidetone.Sip.Rtp;

/// <summary>
/// Interarrival jitter of RFC 3550 §6.4.1 and A.8, in milliseconds, with its mean and maximum over the packets.
/// Kept as a fraction: rounding to whole samples, as the sample code does, hides what is below 0.125 ms.
/// </summary>
internal struct JitterEstimate
{
    private double _transitMs;
    private bool _hasTransit;
    private double _sumMs;
    private long _count;

    /// <summary>As of the last packet.</summary>
    public double CurrentMs { get; private set; }

    /// <summary>The largest it has been.</summary>
    public double MaxMs { get; private set; }

    /// <summary>The mean over the packets; 0 before the second.</summary>
    public readonly double MeanMs => _count == 0 ? 0 : _sumMs / _count;

    /// <summary>Takes a packet.</summary>
    /// <param name="arrivedMs">when it arrived, on any steady clock</param>
    /// <param name="sampledMs">when it was sampled, on the sender's steady clock</param>
    public void Add(double arrivedMs, double sampledMs)
    {
        var transit = arrivedMs - sampledMs;
        if (_hasTransit)
        {
            CurrentMs += (Math.Abs(transit - _transitMs) - CurrentMs) / 16;
            MaxMs = Math.Max(MaxMs, CurrentMs);
            _sumMs += CurrentMs;
            _count++;
        }

        (_transitMs, _hasTransit) = (transit, true);
    }

    /// <summary>Forgets the transit of the last packet: the next one's clock is another.</summary>
    public void Restart() => _hasTransit = false;
}
