namespace Sidetone.Bus.Targets.Http;

/// <summary>So many calls per second, saved up for one second at most.</summary>
internal sealed class TokenBucket(int perSecond, TimeProvider time)
{
    private readonly Lock _gate = new(); // Guards _tokens and _at.
    private double _tokens = perSecond;
    private long _at = time.GetTimestamp();

    /// <summary>The rate that it was made for.</summary>
    public int PerSecond => perSecond;

    /// <summary>How many calls may begin now.</summary>
    public int Available
    {
        get
        {
            lock (_gate)
            {
                Fill();
                return (int)_tokens;
            }
        }
    }

    /// <summary>How long until a call may begin.</summary>
    public TimeSpan AvailableIn
    {
        get
        {
            lock (_gate)
            {
                Fill();
                return _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / perSecond);
            }
        }
    }

    /// <summary>Takes what calls need that begin now; others may have taken some, and are waited for by the next.</summary>
    public void Take(int calls)
    {
        lock (_gate)
        {
            Fill();
            _tokens -= calls;
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(perSecond, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
