using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sidetone.Patterns.Matching.Automata;

/// <summary>
/// The deterministic states of the automaton behind one entrance, made when a text first needs them and kept for the next
/// ones. Each reading thread has its own, so that nothing is shared and nothing locked.
/// </summary>
/// <remarks>
/// A transition is 0 when it was not derived yet, 1 when nothing can pass any more, else a state, with the highest bit set
/// when sites pass on arriving there. When a bound is reached, all states are forgotten and derived again as needed: a text
/// made to visit many of them costs what simulating the automaton costs, and no memory.
/// </remarks>
internal sealed class LazyStates
{
    private const int MostTransitions = 1 << 18;
    private const int MostMembers = 1 << 18;
    private const int MostStates = 1 << 14;
    private const int Dead = 1;
    private const int First = 2;
    private const ushort Arrives = 0x8000;

    private readonly Automaton _automaton;
    private readonly Entrance _entrance;
    private readonly byte[] _classes = new byte[256];
    private readonly MemberSet _members = new();
    private ushort[] _next = [];
    private Known[] _known = new Known[8];
    private int[] _pool = new int[64];
    private ushort[] _buckets = new ushort[16];
    private int _version = -1;
    private int _shift;
    private int _count;
    private int _poolCount;

    public LazyStates(Automaton automaton, Entrance entrance) => (_automaton, _entrance) = (automaton, entrance);

    public bool IsFor(Automaton automaton, Entrance entrance) => _automaton == automaton && _entrance == entrance;

    /// <summary>Leads a text through, forwards or backwards, and lets every site pass that it passes.</summary>
    public void Run<TPasses>(ReadOnlySpan<byte> text, bool backwards, ref TPasses passes)
        where TPasses : struct, ISitePasses
    {
        if (_version != _entrance.Version)
        {
            Forget();
        }

        var state = First;
        ref var known = ref _known[First];
        if (known.ArriveCount > 0)
        {
            passes.Pass(_pool.AsSpan(known.Pool + known.MemberCount, known.ArriveCount));
        }

        ref var first = ref MemoryMarshal.GetReference(text);
        ref var classes = ref MemoryMarshal.GetArrayDataReference(_classes);
        ref var next = ref MemoryMarshal.GetArrayDataReference(_next);
        var shift = _shift;
        var step = backwards ? -1 : 1;
        var at = backwards ? text.Length - 1 : 0;
        for (var left = text.Length; left > 0; left--, at += step)
        {
            var value = Unsafe.Add(ref first, at);
            int to = Unsafe.Add(ref next, (state << shift) + Unsafe.Add(ref classes, value));
            if (to <= Dead)
            {
                if (to == 0)
                {
                    to = Derive(state, value);
                    next = ref MemoryMarshal.GetArrayDataReference(_next);
                }

                if (to == Dead)
                {
                    return;
                }
            }

            state = to & (Arrives - 1);
            if (to >= Arrives)
            {
                known = ref _known[state];
                passes.Pass(_pool.AsSpan(known.Pool + known.MemberCount, known.ArriveCount));
            }
        }

        known = ref _known[state];
        if (known.EndCount > 0)
        {
            passes.Pass(_pool.AsSpan(known.Pool + known.MemberCount + known.ArriveCount, known.EndCount));
        }
    }

    // The version first: what is added while we derive is derived again when it is announced.
    private void Forget()
    {
        _version = _entrance.Version;
        Clear();
        var count = _entrance.CopyClasses(_classes);
        _shift = 0;
        while (1 << _shift < count)
        {
            _shift++;
        }

        var states = _automaton.States;
        _members.Clear(states.Length);
        _members.Add(states, _entrance.State);
        Intern();
    }

    private void Clear()
    {
        _next.AsSpan(0, Math.Min(_next.Length, _count << _shift)).Clear();
        _count = First;
        _poolCount = 0;
        Array.Clear(_buckets);
    }

    private int Derive(int from, byte value)
    {
        var states = _automaton.States;
        _members.Clear(states.Length);
        ref var known = ref _known[from];
        foreach (var member in _pool.AsSpan(known.Pool, known.MemberCount))
        {
            if (states[member].Stays)
            {
                _members.Add(states, member);
            }

            var step = Volatile.Read(ref states[member].Step);
            var steps = _automaton.Steps;
            while (step != 0)
            {
                if (steps[step].Value == value)
                {
                    _members.Add(states, steps[step].Target);
                }

                step = steps[step].Next;
            }
        }

        if (_members.Count == 0)
        {
            return _next[(from << _shift) + _classes[value]] = Dead;
        }

        var full =
            _count >= MostStates
            || (_count + 1) << _shift > MostTransitions
            || _poolCount + (_members.Count * 2) > MostMembers;
        if (full)
        {
            Clear();
            _version = -1; // The first state is gone: the next text begins anew.
        }

        var to = Intern();
        var transition = _known[to].ArriveCount > 0 ? to | Arrives : to;
        if (!full)
        {
            _next[(from << _shift) + _classes[value]] = (ushort)transition;
        }

        return transition;
    }

    private int Intern()
    {
        var members = _members.Sorted();
        var hash = 17;
        foreach (var member in members)
        {
            hash = (hash * 486_187_739) + member;
        }

        var bucket = (hash ^ (hash >>> 15)) & (_buckets.Length - 1);
        while (_buckets[bucket] is var state && state != 0)
        {
            if (_pool.AsSpan(_known[state].Pool, _known[state].MemberCount).SequenceEqual(members))
            {
                return state;
            }

            bucket = (bucket + 1) & (_buckets.Length - 1);
        }

        _buckets[bucket] = (ushort)_count;
        return NewState(members);
    }

    private int NewState(ReadOnlySpan<int> members)
    {
        var states = _automaton.States;
        if (_count == _known.Length)
        {
            Array.Resize(ref _known, _count * 2);
        }

        var known = new Known { Pool = _poolCount, MemberCount = members.Length };
        foreach (var member in members)
        {
            AddToPool(member);
        }

        known.ArriveCount = CollectPasses(states, members, atEnd: 0);
        known.EndCount = CollectPasses(states, members, atEnd: 1);
        _known[_count] = known;
        var number = _count++;
        if (_next.Length < _count << _shift)
        {
            Array.Resize(ref _next, Math.Max(_count << _shift, _next.Length * 2));
        }

        if (_count * 2 > _buckets.Length)
        {
            Rehash();
        }

        return number;
    }

    private int CollectPasses(State[] states, ReadOnlySpan<int> members, byte atEnd)
    {
        var before = _poolCount;
        foreach (var member in members)
        {
            var pass = Volatile.Read(ref states[member].Pass);
            var passes = _automaton.Passes;
            while (pass != 0)
            {
                if (passes[pass].Value == atEnd)
                {
                    AddToPool(passes[pass].Target);
                }

                pass = passes[pass].Next;
            }
        }

        return _poolCount - before;
    }

    private void AddToPool(int value)
    {
        if (_poolCount == _pool.Length)
        {
            Array.Resize(ref _pool, _poolCount * 2);
        }

        _pool[_poolCount++] = value;
    }

    private void Rehash()
    {
        _buckets = new ushort[_buckets.Length * 2];
        for (var state = First; state < _count; state++)
        {
            var hash = 17;
            foreach (var member in _pool.AsSpan(_known[state].Pool, _known[state].MemberCount))
            {
                hash = (hash * 486_187_739) + member;
            }

            var bucket = (hash ^ (hash >>> 15)) & (_buckets.Length - 1);
            while (_buckets[bucket] != 0)
            {
                bucket = (bucket + 1) & (_buckets.Length - 1);
            }

            _buckets[bucket] = (ushort)state;
        }
    }

    private struct Known
    {
        // In the pool: the members, then the sites that pass on arriving, then those that pass when the text ends here.
        public int Pool;
        public int MemberCount;
        public int ArriveCount;
        public int EndCount;
    }
}
