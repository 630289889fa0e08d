using Sidetone.Patterns.Matching.Rules;
using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>
/// What one event's values have passed so far. Nothing is cleared between events: a number that grows with each event tells
/// its notes from those of events before.
/// </summary>
/// <remarks>
/// A note of a condition is <c>now</c> when only values within arrays that can join fields made it hold, and <c>now + 1</c>
/// when any other value did: that one goes with every other value.
/// </remarks>
internal sealed class Outcome
{
    private int[] _notes = [];
    private int[] _noted = [];
    private Counts[] _fields = [];
    private Counts[] _exclusions = [];
    private int _now = 2;
    private int _value;
    private int _open;
    private int _limit;

    public int Now => _now;

    /// <summary>The conditions that hold, with no thought for arrays.</summary>
    public ReadOnlySpan<int> Noted => _noted.AsSpan(0, NotedCount);

    public int NotedCount { get; private set; }

    /// <summary>By condition.</summary>
    public ReadOnlySpan<int> Notes => _notes;

    /// <summary>Whether no value that is still to come can change anything.</summary>
    public bool IsDecided => _open == 0;

    /// <summary>Takes every note that is made while an event is read again for its arrays.</summary>
    public ArrayNotes? Arrays { get; set; }

    public void Begin(PatternGraph graph)
    {
        if (_now >= int.MaxValue - 4)
        {
            Array.Clear(_notes);
            Array.Clear(_fields);
            Array.Clear(_exclusions);
            _now = 0;
        }

        _now += 2;
        _value = 0;
        NotedCount = 0;
        var conditions = graph.Conditions.Count;
        Grow(ref _notes, conditions);
        Grow(ref _noted, conditions);
        Grow(ref _fields, graph.FieldCount);
        Grow(ref _exclusions, graph.ExclusionCount);
        _limit = conditions;
        _open = conditions == 0 ? -1 : conditions;
    }

    /// <summary>A value of a field begins; its tests follow.</summary>
    public void Count(FieldTests field, int scope)
    {
        _value++;
        if (field.Any.Conditions.Count > 0)
        {
            Pass(field.Any, scope);
        }

        if (field.Counts && (uint)field.Id < (uint)_fields.Length)
        {
            Count(ref _fields[field.Id], scope);
        }
    }

    public void Pass(TestSite site, int scope)
    {
        if (Arrays is not null)
        {
            Arrays.Note(site.Conditions.Items, scope);
        }
        else
        {
            Note(site.Conditions.Items, scope == 0 ? _now + 1 : _now);
        }

        foreach (var exclusion in site.Excluded.Items)
        {
            // A value that two of its tests exclude is excluded once.
            if ((uint)exclusion.Id < (uint)_exclusions.Length && _exclusions[exclusion.Id] is var counts)
            {
                if (counts.Event != _now || counts.LastValue != _value)
                {
                    Count(ref _exclusions[exclusion.Id], scope);
                    _exclusions[exclusion.Id].LastValue = _value;
                }
            }
        }
    }

    /// <summary>Whether all of a site's conditions hold already and go with every value: passing it again says nothing new.</summary>
    public bool IsKnown(TestSite site)
    {
        if (Arrays is not null || site.Excluded.Count > 0)
        {
            return false;
        }

        foreach (var condition in site.Conditions.Items)
        {
            if (condition < _limit && _notes[condition] <= _now)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the value that was last begun is one that an anything-but excludes.</summary>
    public bool Excludes(Exclusion exclusion) =>
        _exclusions[exclusion.Id] is var counts && counts.Event == _now && counts.LastValue == _value;

    /// <summary>How a condition holds that tests alone need not make hold.</summary>
    public Holding Ask(Condition condition)
    {
        var note = _notes[condition.Id];
        if (note > _now)
        {
            return Holding.Freely;
        }

        var best = note == _now ? Holding.InArrays : Holding.Not;
        foreach (var exclusion in condition.Exclusions)
        {
            var all = At(_fields, exclusion.Field.Id);
            var excluded = At(_exclusions, exclusion.Id);
            if (all.Free > excluded.Free)
            {
                return Holding.Freely;
            }

            best = all.All > excluded.All ? Holding.InArrays : best;
        }

        if (condition.OrMissing && condition.Field.Present is { } present)
        {
            var seen = _notes[present.Id];
            if (seen < _now)
            {
                return Holding.Freely;
            }

            // There are values, but all of them in elements that the values of other fields may not be in.
            best = seen == _now && best == Holding.Not ? Holding.InArrays : best;
        }

        return best;
    }

    private void Note(ReadOnlySpan<int> conditions, int note)
    {
        var notes = _notes;
        foreach (var condition in conditions)
        {
            if (condition >= _limit)
            {
                continue; // It was added while this event is read: no branch that this match looks at has it.
            }

            var before = notes[condition];
            if (before < note)
            {
                notes[condition] = note;
                if (before < _now)
                {
                    _noted[NotedCount++] = condition;
                }

                if (note > _now)
                {
                    _open--;
                }
            }
        }
    }

    private void Count(ref Counts counts, int scope)
    {
        if (counts.Event != _now)
        {
            counts = new Counts { Event = _now };
        }

        counts.All++;
        counts.Free += scope == 0 ? 1 : 0;
    }

    private Counts At(Counts[] all, int index) => all[index].Event == _now ? all[index] : default;

    private static void Grow<T>(ref T[] items, int count)
    {
        if (items.Length < count)
        {
            Array.Resize(ref items, Math.Max(count, items.Length * 2));
        }
    }

    private struct Counts
    {
        public int Event;
        public int LastValue;
        public int All;
        public int Free;
    }
}
