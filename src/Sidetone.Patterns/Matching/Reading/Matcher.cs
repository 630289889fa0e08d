using Sidetone.Patterns.Matching.Rules;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>Matches one event after another; keeps what it needs from event to event, so that it allocates nothing.</summary>
internal sealed class Matcher
{
    /// <summary>Notes of more branches than make this many are not taken in one reading.</summary>
    private const int MostNotes = 1 << 20;

    private readonly Outcome _outcome = new();
    private readonly TextBuffer _text = new();
    private readonly ArrayNotes _notes = new();
    private readonly ValueTests _tests;
    private readonly ArrayJoin _join;
    private Branch[] _asked = new Branch[8];
    private int[] _ruleNotes = [];
    private int[] _found = new int[16];
    private int _askedCount;
    private int _foundCount;

    public Matcher()
    {
        _tests = new ValueTests(_outcome);
        _join = new ArrayJoin(_notes);
    }

    /// <summary>Finds the numbers of the rules that an event matches, each once.</summary>
    public ReadOnlySpan<int> Match(PatternGraph graph, ReadOnlySpan<byte> json)
    {
        // The version first: whatever is read afterwards is complete up to it.
        var version = graph.Version;
        _foundCount = 0;
        _askedCount = 0;
        _outcome.Arrays = null;
        _outcome.Begin(graph);
        _tests.Begin(graph);
        new EventReader(json, _tests, _outcome, _text).Read(graph.Root);
        foreach (var condition in _outcome.Noted)
        {
            Follow(graph.Conditions[condition].Branches.Items, version);
        }

        Follow(graph.Unled.Items, version);
        if (_askedCount > 0)
        {
            Join(graph, json);
        }

        return _found.AsSpan(0, _foundCount);
    }

    private void Follow(ReadOnlySpan<Branch> branches, long version)
    {
        foreach (var branch in branches)
        {
            if (branch.Added <= version && !branch.Removed && !IsFound(branch.Rule))
            {
                Judge(branch);
            }
        }
    }

    private void Judge(Branch branch)
    {
        var now = _outcome.Now;
        var inArrays = 0;
        if (branch.IsPlain)
        {
            var notes = _outcome.Notes;
            foreach (var condition in branch.Rest)
            {
                var note = notes[condition];
                if (note < now)
                {
                    return;
                }

                inArrays |= now + 1 - note;
            }
        }

        Ask(branch, inArrays);
    }

    private void Ask(Branch branch, int inArrays)
    {
        if (branch.IsPlain && inArrays == 0)
        {
            // The one that led here may be within arrays: alone it goes with any.
            Find(branch.Rule);
            return;
        }

        var several = 0;
        foreach (var condition in branch.Conditions)
        {
            switch (_outcome.Ask(condition))
            {
                case Holding.Not:
                    return;
                case Holding.InArrays:
                    // A field that may be absent where others are is one to look closer at, even alone.
                    several += condition.OrMissing ? 2 : 1;
                    break;
                default:
                    break;
            }
        }

        if (several < 2)
        {
            Find(branch.Rule);
            return;
        }

        if (_askedCount == _asked.Length)
        {
            Array.Resize(ref _asked, _askedCount * 2);
        }

        _asked[_askedCount++] = branch;
    }

    private void Join(PatternGraph graph, ReadOnlySpan<byte> json)
    {
        _outcome.Arrays = _notes;
        var group = _askedCount;
        for (var start = 0; start < _askedCount; )
        {
            group = Math.Min(group, _askedCount - start);
            var asked = _asked.AsSpan(start, group);
            Read(graph, json, asked, group == 1 ? int.MaxValue : MostNotes);
            if (_notes.IsFull)
            {
                group = (group + 1) / 2;
                continue;
            }

            _join.Begin();
            foreach (var branch in asked)
            {
                if (!IsFound(branch.Rule) && _join.Holds(branch.Conditions))
                {
                    Find(branch.Rule);
                }
            }

            start += group;
        }

        _outcome.Arrays = null;
    }

    private void Read(PatternGraph graph, ReadOnlySpan<byte> json, ReadOnlySpan<Branch> branches, int most)
    {
        _notes.Begin(graph.Conditions.Count, most);
        foreach (var branch in branches)
        {
            foreach (var condition in branch.Conditions)
            {
                _notes.Want(condition.Id);
                if (condition.OrMissing)
                {
                    _notes.Want(condition.Field.Present!.Id);
                }
            }
        }

        new EventReader(json, _tests, _outcome, _text).Read(graph.Root);
        _notes.Sort();
    }

    private bool IsFound(int rule) => rule < _ruleNotes.Length && _ruleNotes[rule] == _outcome.Now;

    private void Find(int rule)
    {
        if (rule >= _ruleNotes.Length)
        {
            Array.Resize(ref _ruleNotes, Math.Max(rule + 1, _ruleNotes.Length * 2));
        }

        _ruleNotes[rule] = _outcome.Now;
        if (_foundCount == _found.Length)
        {
            Array.Resize(ref _found, _foundCount * 2);
        }

        _found[_foundCount++] = rule;
    }
}
