using System.Collections;
using Sidetone.Patterns.Matching.Reading;

namespace Sidetone.Patterns.Matching;

/// <summary>
/// Takes the rules that an event matches, each once, in no particular order, and keeps what matching needs from event to
/// event. One thread at a time may use it; keep one for each that matches.
/// </summary>
public sealed class MatchBuffer<TRule> : IReadOnlyList<TRule>
    where TRule : notnull
{
    private TRule[] _rules = [];

    /// <inheritdoc/>
    public int Count { get; private set; }

    internal Matcher Matcher { get; } = new();

    /// <inheritdoc/>
    public TRule this[int index] => AsSpan()[index];

    /// <summary>The rules that were found.</summary>
    public ReadOnlySpan<TRule> AsSpan() => _rules.AsSpan(0, Count);

    /// <inheritdoc/>
    public IEnumerator<TRule> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return _rules[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Clear()
    {
        _rules.AsSpan(0, Count).Clear();
        Count = 0;
    }

    internal void Add(TRule rule)
    {
        if (Count == _rules.Length)
        {
            Array.Resize(ref _rules, Math.Max(16, Count * 2));
        }

        _rules[Count++] = rule;
    }
}
