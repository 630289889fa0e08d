namespace Sidetone.Patterns.Matching.Automata;

/// <summary>
/// The nondeterministic automaton over UTF-8 bytes that all string tests of all fields are states of, exact ones aside.
/// One writer appends; readers follow chains without a lock, because a chain's head is set after what it leads to.
/// </summary>
/// <remarks>
/// Tests that begin alike share their states. Chains: <see cref="Steps"/> of a state (byte and next state), and
/// <see cref="Passes"/> of a state (a site, at once or only at the text's end). State 0 is none.
/// </remarks>
internal sealed class Automaton
{
    private readonly Dictionary<(int State, string Unit), int> _next = [];
    private readonly List<Entrance> _entrances = [];
    private State[] _states = new State[16];
    private Link[] _steps = new Link[16];
    private Link[] _passes = new Link[16];
    private int _stateCount = 1;
    private int _stepCount = 1;
    private int _passCount = 1;

    /// <summary>By number: read it before the arrays that its chains lie in.</summary>
    public State[] States => Volatile.Read(ref _states);

    public Link[] Steps => Volatile.Read(ref _steps);

    public Link[] Passes => Volatile.Read(ref _passes);

    /// <summary>How many places to enter there are.</summary>
    public int EntranceCount => _entrances.Count;

    public Entrance Enter()
    {
        var entrance = new Entrance(_entrances.Count, NewState());
        _entrances.Add(entrance);
        return entrance;
    }

    /// <summary>The state after one unit of a text, any of whose spellings leads there; units of one name are one.</summary>
    public int Next(Entrance entrance, int state, string unit, ReadOnlySpan<byte[]> spellings)
    {
        if (_next.TryGetValue((state, unit), out var known))
        {
            return known;
        }

        var next = NewState();
        foreach (var spelling in spellings)
        {
            var at = state;
            for (var index = 0; index < spelling.Length; index++)
            {
                entrance.Matters(spelling[index]);
                var to = index == spelling.Length - 1 ? next : NewState();
                AddStep(at, spelling[index], to);
                at = to;
            }
        }

        _next.Add((state, unit), next);
        return next;
    }

    /// <summary>The state that stays whatever byte comes, and that is entered together with another.</summary>
    public int AnyRun(int state)
    {
        if (_states[state].Run == 0)
        {
            var run = NewState();
            _states[run].Stays = true;
            Volatile.Write(ref _states[state].Run, run);
        }

        return _states[state].Run;
    }

    /// <summary>Lets a site pass in a state: at once, or when the text ends there.</summary>
    public void Pass(int state, int site, bool atEnd)
    {
        Append(ref _passes, ref _passCount, new Link(_states[state].Pass, site, atEnd ? (byte)1 : (byte)0));
        Volatile.Write(ref _states[state].Pass, _passCount - 1);
    }

    private void AddStep(int from, byte value, int to)
    {
        Append(ref _steps, ref _stepCount, new Link(_states[from].Step, to, value));
        Volatile.Write(ref _states[from].Step, _stepCount - 1);
    }

    private int NewState()
    {
        if (_stateCount == _states.Length)
        {
            Grow(ref _states);
        }

        return _stateCount++;
    }

    private static void Append(ref Link[] links, ref int count, Link link)
    {
        if (count == links.Length)
        {
            Grow(ref links);
        }

        links[count++] = link;
    }

    private static void Grow<T>(ref T[] items)
    {
        var larger = new T[items.Length * 2];
        items.CopyTo(larger, 0);
        Volatile.Write(ref items, larger);
    }
}
