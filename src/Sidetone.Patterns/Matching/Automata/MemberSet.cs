namespace Sidetone.Patterns.Matching.Automata;

/// <summary>States of the automaton that are entered together; each once.</summary>
internal sealed class MemberSet
{
    private int[] _members = new int[16];
    private int[] _seen = [];
    private int _round;

    public int Count { get; private set; }

    public void Clear(int stateCount)
    {
        Count = 0;
        if (_seen.Length < stateCount)
        {
            Array.Resize(ref _seen, stateCount);
        }

        if (++_round == int.MaxValue)
        {
            Array.Clear(_seen);
            _round = 1;
        }
    }

    /// <summary>Adds a state and the runs that begin in it.</summary>
    public void Add(State[] states, int state)
    {
        while (state != 0 && _seen[state] != _round)
        {
            _seen[state] = _round;
            if (Count == _members.Length)
            {
                Array.Resize(ref _members, Count * 2);
            }

            _members[Count++] = state;
            state = Volatile.Read(ref states[state].Run);
        }
    }

    public ReadOnlySpan<int> Sorted()
    {
        var members = _members.AsSpan(0, Count);
        members.Sort();
        return members;
    }
}
