using Sidetone.Storage.Log;

namespace Sidetone.Storage.Tests.Log;

/// <summary>What the log promises, in memory and without any haste: one dictionary for each thing it knows.</summary>
internal sealed class LogModel(LogOptions options)
{
    private readonly Dictionary<CallKey, Call> _calls = [];
    private readonly Dictionary<string, CallKey> _homes = new(StringComparer.Ordinal);

    public long NowMs { get; set; }

    private long ClockMs { get; set; }

    private long? TickedMs { get; set; }

    public void Tick()
    {
        var elapsed = NowMs - (TickedMs ?? NowMs);
        ClockMs += Math.Min(elapsed, (long)options.TickCap.TotalMilliseconds);
        TickedMs = NowMs;
    }

    public AppendOutcome Append(LogEntry entry)
    {
        var call = _calls.GetValueOrDefault(entry.Call);
        if (call is { IsTombstone: true })
        {
            return AppendOutcome.TooOld;
        }

        if (_homes.TryGetValue(entry.Session, out var home) && home != entry.Call)
        {
            return AppendOutcome.SessionOfAnotherCall;
        }

        _homes[entry.Session] = entry.Call;
        if (call is null)
        {
            _calls[entry.Call] = call = new Call();
        }

        var key = (entry.Session, entry.Sequence);
        if (call.Taken.TryGetValue(key, out var hash) || call.Log.TryGetValue(key, out hash))
        {
            return hash == entry.ContentHash ? AppendOutcome.Repeated : AppendOutcome.Contradicted;
        }

        call.Log[key] = entry.ContentHash;
        call.HeardClockMs = ClockMs;
        if (!call.Sessions.TryGetValue(entry.Session, out var session))
        {
            call.Sessions[entry.Session] = session = new Session { FromPlatform = entry.FromPlatform };
        }

        session.Ended |= entry.Ended;
        session.Last = entry.LastSequence is { } last ? Math.Max(session.Last ?? last, last) : session.Last;
        call.HasRecord |= entry.IsContactRecord;
        if (call.IsClosed)
        {
            call.DueMs = Math.Min(call.DueMs ?? NowMs, NowMs);
        }
        else if (session.Ended || entry.IsContactRecord)
        {
            Settle(call, entry.Ended ? entry.ContactRecordWait : TimeSpan.Zero);
        }

        return AppendOutcome.Accepted;
    }

    private void Settle(Call call, TimeSpan recordWait)
    {
        if (!call.Sessions.Values.Any(session => session.Ended))
        {
            return;
        }

        if (call.EndedMs is null)
        {
            call.EndedMs = NowMs;
            call.RecordWaitMs = (long)recordWait.TotalMilliseconds;
        }

        var ended = call.EndedMs.Value;
        var due = call.IsComplete ? NowMs : ended + (long)options.GapWait.TotalMilliseconds;
        due = call.HasRecord ? due : Math.Max(due, ended + call.RecordWaitMs);
        call.DueMs = Math.Min(call.DueMs ?? due, due);
    }

    /// <summary>One call becomes part of another one, which may not be there yet.</summary>
    public bool Move(CallKey from, CallKey to)
    {
        var target = _calls.GetValueOrDefault(to);
        if (!_calls.TryGetValue(from, out var source) || source.IsTombstone || target is { IsTombstone: true })
        {
            return false;
        }

        if (source.IsClosed && target is not { IsClosed: true })
        {
            return false;
        }

        target ??= _calls[to] = new Call { HeardClockMs = source.HeardClockMs };
        _calls.Remove(from);
        foreach (var (name, session) in source.Sessions)
        {
            target.Sessions.Add(name, session);
            _homes[name] = to;
        }

        source.Log.ToList().ForEach(batch => target.Log.Add(batch.Key, batch.Value));
        source.Taken.ToList().ForEach(batch => target.Taken.Add(batch.Key, batch.Value));
        target.HeardClockMs = Math.Max(target.HeardClockMs, source.HeardClockMs);
        target.HasRecord |= source.HasRecord;
        if (target.EndedMs is null)
        {
            (target.EndedMs, target.RecordWaitMs) = (source.EndedMs, source.RecordWaitMs);
        }
        else if (source.EndedMs < target.EndedMs)
        {
            target.EndedMs = source.EndedMs;
        }

        if (target.IsClosed)
        {
            target.DueMs = Math.Min(target.DueMs ?? NowMs, NowMs);
        }
        else
        {
            Settle(target, TimeSpan.Zero);
        }

        return true;
    }

    public bool MakeDue(CallKey key)
    {
        if (!_calls.TryGetValue(key, out var call) || call.IsClosed)
        {
            return false;
        }

        call.DueMs = NowMs;
        return true;
    }

    public Dictionary<CallKey, DueReason> Claim(TimeSpan lease)
    {
        var claimed = new Dictionary<CallKey, DueReason>();
        foreach (var (key, call) in _calls.Where(one => one.Value.LeaseMs <= NowMs && !one.Value.IsTombstone))
        {
            var silence = call.HasPage ? options.Silence : options.PlatformSilence;
            var isSilent = !call.IsClosed && call.HeardClockMs + (long)silence.TotalMilliseconds <= ClockMs;
            if (call.DueMs <= NowMs || isSilent)
            {
                claimed[key] =
                    call.IsClosed ? DueReason.Late
                    : call.DueMs <= NowMs ? DueReason.Ended
                    : DueReason.Silence;
                call.LeaseMs = NowMs + (long)lease.TotalMilliseconds;
                call.Claims++;
            }
        }

        return claimed;
    }

    public int ClaimsOf(CallKey key) => _calls[key].Claims;

    public bool Knows(CallKey key) => _calls.ContainsKey(key);

    public Dictionary<(string Session, long Sequence), long> LogOf(CallKey key) =>
        _calls.TryGetValue(key, out var call) ? call.Log : [];

    public bool Close(CallKey key, int claims, long lastPosition)
    {
        if (!_calls.TryGetValue(key, out var call) || call.Claims != claims || call.Log.Count != lastPosition)
        {
            return false;
        }

        foreach (var (batch, hash) in call.Log)
        {
            call.Taken.Add(batch, hash);
        }

        call.Log.Clear();
        call.ClosedMs ??= NowMs;
        call.DueMs = null;
        call.LeaseMs = 0;
        call.Claims++;
        return true;
    }

    public void Release(CallKey key, int claims, TimeSpan after)
    {
        if (_calls.TryGetValue(key, out var call) && call.Claims == claims)
        {
            call.LeaseMs = NowMs + (long)after.TotalMilliseconds;
            call.Claims++;
        }
    }

    public int Purge(long closedBeforeMs)
    {
        var purged = 0;
        foreach (var (key, call) in _calls)
        {
            if (call is { IsTombstone: false, DueMs: null } && call.ClosedMs < closedBeforeMs)
            {
                call.IsTombstone = true;
                purged++;
                foreach (var session in call.Sessions.Keys)
                {
                    _homes.Remove(session);
                }
            }
        }

        return purged;
    }

    private sealed class Call
    {
        public Dictionary<(string Session, long Sequence), long> Log { get; } = [];

        public Dictionary<(string Session, long Sequence), long> Taken { get; } = [];

        public Dictionary<string, Session> Sessions { get; } = new(StringComparer.Ordinal);

        public bool IsClosed => ClosedMs is not null;

        public long? ClosedMs { get; set; }

        public bool IsTombstone { get; set; }

        public long HeardClockMs { get; set; }

        public long? DueMs { get; set; }

        public long LeaseMs { get; set; }

        public int Claims { get; set; }

        public long? EndedMs { get; set; }

        public long RecordWaitMs { get; set; }

        public bool HasRecord { get; set; }

        public bool HasPage => Sessions.Any(session => !session.Value.FromPlatform);

        public bool IsComplete =>
            HasPage
            && Sessions
                .Where(session => !session.Value.FromPlatform)
                .All(session =>
                    session.Value is { Ended: true, Last: { } last }
                    && Enumerable.Range(0, (int)last + 1).All(number => Log.ContainsKey((session.Key, number)))
                );
    }

    private sealed class Session
    {
        public bool FromPlatform { get; init; }

        public bool Ended { get; set; }

        public long? Last { get; set; }
    }
}
