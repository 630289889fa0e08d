namespace Sidetone.Sip.Media.Pacing;

/// <summary>
/// One thread that gives all calls their time: a heap of due times, first come first served on ties. The thread lives only
/// while there is something to pace.
/// </summary>
/// <remarks>
/// A tick that comes late does not shift the next one: due times stand on a grid. After a stall longer than
/// <see cref="CatchUpPeriods"/> periods the missed ticks are left out, so that no burst follows it.
/// </remarks>
public sealed class Pacer
{
    internal const int CatchUpPeriods = 10;

    // A call that begins may be due before the one the thread sleeps for: it waits no longer than this.
    private static readonly TimeSpan s_waitMax = TimeSpan.FromMilliseconds(5);

    // Guards everything below.
    private readonly object _gate = new();
    private readonly PriorityQueue<Entry, (long Due, long Order)> _due = new();
    private long _order;
    private Entry? _running;
    private Thread? _thread;

    /// <summary>The one that all calls of a process share.</summary>
    public static Pacer Shared { get; } = new();

    /// <summary>The clock of all timestamps of media. It is the machine's: packets cannot be made to wait.</summary>
    public TimeProvider Time { get; } = TimeProvider.System;

    internal void Add(IPaced paced, long firstDue, TimeSpan period)
    {
        lock (_gate)
        {
            Enqueue(new Entry(paced, firstDue, (long)(period.TotalSeconds * Time.TimestampFrequency)));
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "media-pacer" };
                _thread.Start();
            }
        }
    }

    /// <summary>Takes something out; on return no tick of it is running, unless the caller is that tick.</summary>
    internal void Remove(IPaced paced)
    {
        lock (_gate)
        {
            foreach (var (entry, _) in _due.UnorderedItems)
            {
                entry.IsRemoved |= entry.Paced == paced;
            }

            while (_running?.Paced == paced)
            {
                _running.IsRemoved = true;
                if (Thread.CurrentThread == _thread)
                {
                    return;
                }

                Monitor.Wait(_gate);
            }
        }
    }

    private void Run()
    {
        while (true)
        {
            TimeSpan wait;
            Entry? entry = null;
            lock (_gate)
            {
                if (!_due.TryPeek(out var next, out _))
                {
                    _thread = null;
                    return;
                }

                wait = next.IsRemoved ? TimeSpan.Zero : Time.GetElapsedTime(Time.GetTimestamp(), next.Due);
                if (wait <= TimeSpan.Zero)
                {
                    _due.Dequeue();
                    entry = _running = next.IsRemoved ? null : next;
                }
            }

            if (entry is not null)
            {
                Tick(entry);
            }
            else if (wait > TimeSpan.Zero)
            {
                PreciseWait.For(wait < s_waitMax ? wait : s_waitMax);
            }
        }
    }

    private void Tick(Entry entry)
    {
        var goesOn = true;
        try
        {
            entry.Paced.Tick(entry.Due, Time.GetTimestamp());
        }
        catch (Exception fault)
        {
            // Whatever one call does, the others keep their time.
            goesOn = false;
            entry.Paced.Failed(fault);
        }

        lock (_gate)
        {
            _running = null;
            Monitor.PulseAll(_gate);
            if (goesOn && !entry.IsRemoved)
            {
                entry.Due += entry.Period;
                var behind = (Time.GetTimestamp() - entry.Due) / entry.Period;
                entry.Due += behind > CatchUpPeriods ? behind * entry.Period : 0;
                Enqueue(entry);
            }
        }
    }

    private void Enqueue(Entry entry) => _due.Enqueue(entry, (entry.Due, _order++));

    private sealed class Entry(IPaced paced, long due, long period)
    {
        public IPaced Paced { get; } = paced;

        public long Due { get; set; } = due;

        public long Period { get; } = period;

        public bool IsRemoved { get; set; }
    }
}
