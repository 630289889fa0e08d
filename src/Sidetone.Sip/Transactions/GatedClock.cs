namespace Sidetone.Sip.Transactions;

/// <summary>Timers whose callbacks run under the agent's gate, one at a time with everything else it does.</summary>
internal sealed class GatedClock(TimeProvider time, Lock gate)
{
    private readonly HashSet<SipTimer> _running = [];
    private bool _isClosed;

    public TimeProvider Time { get; } = time;

    public Lock Gate { get; } = gate;

    /// <summary>Timers that are set now.</summary>
    public int Running => _running.Count;

    public SipTimer Timer(Action fired) => new(this, fired);

    /// <summary>Stops all timers; none starts any more.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (var timer in _running.ToArray())
        {
            timer.Stop();
        }
    }

    /// <summary>A timer; all of its members are called under the gate.</summary>
    internal sealed class SipTimer(GatedClock clock, Action fired)
    {
        private ITimer? _timer;

        public void Start(TimeSpan after)
        {
            Stop();
            if (clock._isClosed)
            {
                return;
            }

            clock._running.Add(this);
            ITimer? mine = null;
            // A callback that waited for the gate while its timer was stopped or set anew finds another one here.
            mine = _timer = clock.Time.CreateTimer(
                _ => Fire(mine),
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            mine.Change(after > TimeSpan.Zero ? after : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public void Stop()
        {
            if (_timer is not null)
            {
                clock._running.Remove(this);
                _timer.Dispose();
                _timer = null;
            }
        }

        private void Fire(ITimer? set)
        {
            lock (clock.Gate)
            {
                if (_timer is not null && ReferenceEquals(_timer, set))
                {
                    Stop();
                    fired();
                }
            }
        }
    }
}
