using Sidetone.Patterns.Matching.Rules;
using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching;

/// <summary>
/// Finds the rules that an event matches, by all patterns of all rules at once: what it costs depends on the event and on
/// the rules that come close, hardly on how many there are.
/// </summary>
/// <remarks>
/// Any number of threads may match while others add and remove. Matching takes no lock and waits for nobody. A rule whose
/// <see cref="Add"/> returned is seen by every match that begins afterwards, one whose removal returned by none, and no other
/// rule is disturbed meanwhile.
/// </remarks>
/// <typeparam name="TRule">What stands for a rule; compared with its default comparer.</typeparam>
public sealed class PatternIndex<TRule>
    where TRule : notnull
{
    /// <summary>A graph is built anew when it holds more removed branches than live ones, and more than this.</summary>
    private const int FewRemoved = 64;

    private readonly Lock _writing = new(); // Guards all but _current, which readers take once per match.
    private readonly Dictionary<TRule, Entry> _entries = [];
    private Snapshot _current = new();
    private int _live;
    private int _removed;
    private int _count;

    /// <summary>How many rules there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a pattern to a rule; the rule matches when one of its patterns does. Adding it again changes nothing.</summary>
    public void Add(TRule rule, EventPattern pattern)
    {
        lock (_writing)
        {
            if (!_entries.TryGetValue(rule, out var entry))
            {
                entry = new Entry(_current.Rules.Add(rule));
                _entries.Add(rule, entry);
            }

            if (!entry.Patterns.ContainsKey(pattern))
            {
                entry.Patterns.Add(pattern, _current.Graph.Add(pattern, entry.Number));
                _live += pattern.Branches.Count;
            }

            Volatile.Write(ref _count, _entries.Count);
        }
    }

    /// <summary>Takes a pattern from a rule; the rule is gone with its last one.</summary>
    /// <returns>Whether the rule had it.</returns>
    public bool Remove(TRule rule, EventPattern pattern)
    {
        lock (_writing)
        {
            if (!_entries.TryGetValue(rule, out var entry) || !entry.Patterns.Remove(pattern, out var branches))
            {
                return false;
            }

            Drop(branches);
            if (entry.Patterns.Count == 0)
            {
                _entries.Remove(rule);
            }

            Settle();
            return true;
        }
    }

    /// <summary>Takes a rule with all its patterns.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(TRule rule)
    {
        lock (_writing)
        {
            if (!_entries.Remove(rule, out var entry))
            {
                return false;
            }

            foreach (var branches in entry.Patterns.Values)
            {
                Drop(branches);
            }

            Settle();
            return true;
        }
    }

    /// <summary>Finds the rules that an event matches.</summary>
    /// <remarks>
    /// Only what rules ask for is read: values elsewhere are passed over by counting brackets, and nothing is read once no
    /// value can change the outcome. So a text may be accepted that is not JSON throughout; whoever accepts events checks.
    /// A name that an object repeats counts each time, which is why an event is read to its end even when every field was
    /// seen, unless every condition holds already.
    /// </remarks>
    /// <param name="utf8Event">The event, one JSON object.</param>
    /// <param name="found">Cleared, then filled with each rule that matches, once.</param>
    /// <exception cref="EventFormatException">The text was found not to be a JSON object, or is nested too deep.</exception>
    public void Match(ReadOnlySpan<byte> utf8Event, MatchBuffer<TRule> found)
    {
        found.Clear();
        var current = Volatile.Read(ref _current);
        foreach (var rule in found.Matcher.Match(current.Graph, utf8Event))
        {
            found.Add(current.Rules[rule]);
        }
    }

    private void Drop(Branch[] branches)
    {
        foreach (var branch in branches)
        {
            branch.Remove();
        }

        _live -= branches.Length;
        _removed += branches.Length;
    }

    private void Settle()
    {
        Volatile.Write(ref _count, _entries.Count);
        if (_removed <= FewRemoved || _removed <= _live)
        {
            return;
        }

        var next = new Snapshot();
        foreach (var (rule, entry) in _entries)
        {
            entry.Number = next.Rules.Add(rule);
            foreach (var pattern in entry.Patterns.Keys)
            {
                entry.Patterns[pattern] = next.Graph.Add(pattern, entry.Number);
            }
        }

        _removed = 0;
        Volatile.Write(ref _current, next);
    }

    private sealed class Entry(int number)
    {
        public int Number { get; set; } = number;

        public Dictionary<EventPattern, Branch[]> Patterns { get; } = [];
    }

    private sealed class Snapshot
    {
        public PatternGraph Graph { get; } = new();

        public AppendList<TRule> Rules { get; } = new();
    }
}
