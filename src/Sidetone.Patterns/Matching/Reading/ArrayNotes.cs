using Sidetone.Patterns.Matching.Rules;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>
/// Where in an event's arrays values passed the tests of some conditions. It is filled by reading the event a second time,
/// and only when a branch has two conditions that hold within arrays.
/// </summary>
/// <remarks>
/// A scope is an element of an array that is an object or array itself; 0 is the event. Scopes are numbered as they begin, so
/// those within an array are in a row.
/// </remarks>
internal sealed class ArrayNotes
{
    private ulong[] _notes = new ulong[64];
    private int[] _parents = new int[64];
    private int[] _arrays = new int[64];
    private int[] _arrayEnds = new int[64];
    private int[] _wanted = [];
    private int _round;
    private int _most;

    /// <summary>How many notes there are.</summary>
    public int Count { get; private set; }

    public int ScopeCount { get; private set; }

    public int ArrayCount { get; private set; }

    /// <summary>Whether there were more notes than should be kept.</summary>
    public bool IsFull { get; private set; }

    public void Begin(int conditionCount, int most)
    {
        (Count, ScopeCount, ArrayCount, IsFull, _most) = (0, 1, 1, false, most);
        if (_wanted.Length < conditionCount)
        {
            Array.Resize(ref _wanted, conditionCount);
        }

        if (++_round == int.MaxValue)
        {
            Array.Clear(_wanted);
            _round = 1;
        }
    }

    public void Want(int condition) => _wanted[condition] = _round;

    public int Open()
    {
        if (ArrayCount == _arrayEnds.Length)
        {
            Array.Resize(ref _arrayEnds, ArrayCount * 2);
        }

        return ArrayCount++;
    }

    public void Close(int array) => _arrayEnds[array] = ScopeCount;

    public int Enter(int parent, int array)
    {
        if (ScopeCount == _parents.Length)
        {
            Array.Resize(ref _parents, ScopeCount * 2);
            Array.Resize(ref _arrays, ScopeCount * 2);
        }

        (_parents[ScopeCount], _arrays[ScopeCount]) = (parent, array);
        return ScopeCount++;
    }

    public int Parent(int scope) => _parents[scope];

    public int ArrayOf(int scope) => _arrays[scope];

    /// <summary>The first scope behind an array and all within it.</summary>
    public int ArrayEnd(int array) => _arrayEnds[array];

    public void Note(ReadOnlySpan<int> conditions, int scope)
    {
        foreach (var condition in conditions)
        {
            Note(condition, scope);
        }
    }

    /// <summary>Notes the anything-buts that the value that was just tested passes.</summary>
    public void NoteAnythingBut(FieldTests field, Outcome outcome, int scope)
    {
        foreach (var condition in field.Excluding.Items)
        {
            if (!IsWanted(condition.Id))
            {
                continue;
            }

            foreach (var exclusion in condition.Exclusions)
            {
                if (!outcome.Excludes(exclusion))
                {
                    Note(condition.Id, scope);
                    break;
                }
            }
        }
    }

    /// <summary>Orders the notes by condition and scope.</summary>
    public void Sort() => _notes.AsSpan(0, Count).Sort();

    /// <summary>The notes of a condition, its scope in the lower half of each; after <see cref="Sort"/>.</summary>
    public (int Start, int End) Range(int condition) =>
        (Find((ulong)condition << 32), Find((ulong)(condition + 1) << 32));

    public int Scope(int note) => (int)(uint)_notes[note];

    /// <summary>The first note of a condition at or behind a scope.</summary>
    public int Find(int condition, int scope) => Find(((ulong)condition << 32) | (uint)scope);

    private bool IsWanted(int condition) => (uint)condition < (uint)_wanted.Length && _wanted[condition] == _round;

    private void Note(int condition, int scope)
    {
        if (!IsWanted(condition) || IsFull)
        {
            return;
        }

        var note = ((ulong)condition << 32) | (uint)scope;
        if (Count > 0 && _notes[Count - 1] == note)
        {
            return;
        }

        if (Count == _notes.Length)
        {
            Array.Resize(ref _notes, Count * 2);
        }

        _notes[Count++] = note;
        IsFull = Count >= _most;
    }

    private int Find(ulong note)
    {
        var found = _notes.AsSpan(0, Count).BinarySearch(note);
        if (found < 0)
        {
            return ~found;
        }

        // The same note may stand there more than once: the first of them.
        while (found > 0 && _notes[found - 1] == note)
        {
            found--;
        }

        return found;
    }
}
