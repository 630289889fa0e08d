using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sidetone.Patterns.Matching.Reading;
using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching;

/// <summary>
/// Takes the rules that an event matches, each once, in no particular order, and keeps what matching needs from event to
/// event. One thread at a time may use it; keep one for each that matches.
/// </summary>
public sealed class MatchBuffer<TRule> : IReadOnlyList<TRule>
    where TRule : notnull
{
    // Of a type of their own: storing into an array of references would ask each time what array it is.
    private Slot[] _rules = [];

    /// <inheritdoc/>
    public int Count { get; private set; }

    internal Matcher Matcher { get; } = new();

    /// <inheritdoc/>
    public TRule this[int index] => AsSpan()[index];

    /// <summary>The rules that were found.</summary>
    public ReadOnlySpan<TRule> AsSpan() =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<Slot, TRule>(ref MemoryMarshal.GetArrayDataReference(_rules)),
            Count
        );

    /// <inheritdoc/>
    public IEnumerator<TRule> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return _rules[index].Rule;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Clear()
    {
        _rules.AsSpan(0, Count).Clear();
        Count = 0;
    }

    internal void Fill(ReadOnlySpan<int> numbers, AppendList<TRule> rules)
    {
        if (numbers.Length > _rules.Length)
        {
            Array.Resize(ref _rules, Math.Max(16, numbers.Length * 2));
        }

        for (var index = 0; index < numbers.Length; index++)
        {
            _rules[index].Rule = rules[numbers[index]];
        }

        Count = numbers.Length;
    }

    private struct Slot
    {
        public TRule Rule;
    }
}
