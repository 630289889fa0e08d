using Sidetone.Sip.Transactions;

namespace Sidetone.Sip.Dialogs;

/// <summary>Keeps a session alive, or ends it when the other side does not (RFC 4028 §10).</summary>
internal sealed class SessionTimer
{
    private readonly GatedClock.SipTimer _timer;
    private readonly Action _refresh;
    private readonly Action _expired;
    private bool _isOurs;

    public SessionTimer(GatedClock clock, Action refresh, Action expired)
    {
        _refresh = refresh;
        _expired = expired;
        _timer = clock.Timer(Fire);
    }

    /// <summary>What is agreed on; null when the session has no end of its own.</summary>
    public SessionInterval? Interval { get; private set; }

    /// <summary>Begins anew with what a request and its answer agreed on.</summary>
    /// <param name="interval">null for no timer</param>
    /// <param name="wasOurRequest">whether we are the uac that the interval speaks of</param>
    public void Start(SessionInterval? interval, bool wasOurRequest)
    {
        Interval = interval;
        _timer.Stop();
        if (interval is null)
        {
            return;
        }

        _isOurs = (interval.Refresher ?? "uac") == "uac" == wasOurRequest;
        var seconds = (double)interval.Seconds;
        _timer.Start(TimeSpan.FromSeconds(_isOurs ? seconds / 2 : seconds - Math.Min(32, seconds / 3)));
    }

    /// <summary>A refresh of ours was refused: the session goes on until its interval is over, and no longer.</summary>
    public void Lapse()
    {
        if (Interval is { } interval)
        {
            _isOurs = false;
            var seconds = (double)interval.Seconds;
            _timer.Start(TimeSpan.FromSeconds((seconds / 2) - Math.Min(32, seconds / 3)));
        }
    }

    public void Stop() => _timer.Stop();

    private void Fire()
    {
        if (_isOurs)
        {
            _refresh();
        }
        else
        {
            _expired();
        }
    }
}
