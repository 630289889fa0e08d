using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sidetone.Patterns.Language;
using Sidetone.Patterns.Matching.Automata;
using Sidetone.Patterns.Matching.Rules;
using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Reading;

/// <summary>Puts one value to all tests of its field.</summary>
internal sealed class ValueTests(Outcome outcome)
{
    // A double that division gave is at most two steps from the right one; its estimate is taken three wide.
    private const int Reach = 3;
    private const int LongestAddress = 64;

    private LazyStates?[] _states = [];
    private SiteList _found = new();
    private PatternGraph _graph = null!;

    public void Begin(PatternGraph graph)
    {
        _graph = graph;
        if (_states.Length < graph.Automaton.EntranceCount)
        {
            Array.Resize(ref _states, Math.Max(graph.Automaton.EntranceCount, _states.Length * 2));
        }
    }

    public void String(FieldTests field, ref byte start, int length, int readable, int scope)
    {
        outcome.Count(field, scope);
        if (field.Strings is { } strings && strings.Find(ref start, length, readable) is { } equal)
        {
            outcome.Pass(equal, scope);
        }

        if (field.Forward is { } forward)
        {
            Lead(forward, MemoryMarshal.CreateReadOnlySpan(ref start, length), false, scope);
        }

        if (field.Backward is { } backward)
        {
            Lead(backward, MemoryMarshal.CreateReadOnlySpan(ref start, length), true, scope);
        }

        if (field.Addresses4 is not null || field.Addresses6 is not null)
        {
            Address(field, MemoryMarshal.CreateReadOnlySpan(ref start, length), scope);
        }

        End(field, scope);
    }

    /// <summary>Tests a number.</summary>
    /// <returns>False when the text is no number of JSON's.</returns>
    public bool Number(FieldTests field, ReadOnlySpan<byte> text, int scope)
    {
        outcome.Count(field, scope);
        if (field.NumberTexts is { } texts && texts.Find(text) is { } equal)
        {
            outcome.Pass(equal, scope);
        }

        var valid = field.Numbers is not { } numbers ? Decimal17.TryRead(text, out _) : Number(numbers, text, scope);
        End(field, scope);
        return valid;
    }

    public void Word(FieldTests field, TestSite? equal, int scope)
    {
        outcome.Count(field, scope);
        if (equal is not null)
        {
            outcome.Pass(equal, scope);
        }

        End(field, scope);
    }

    private bool Number(IntervalTable<long> numbers, ReadOnlySpan<byte> text, int scope)
    {
        if (!Decimal17.TryRead(text, out var number))
        {
            return false;
        }

        if (!number.MayBeDouble)
        {
            return true;
        }

        _found.Clear();
        if (number.TryEstimate(out var estimate))
        {
            var key = NumberKey.Of(estimate);
            if (number.IsExact)
            {
                numbers.Find(key, key, ref _found);
                PassFound(scope);
                return true;
            }

            // Nearly every number is far enough from every bound, and nearly always nothing new was passed: then it need
            // not be known to the last bit, nor whether it is the very number that a double spells.
            if (numbers.Find(key - Reach, key + Reach, ref _found) && AllKnown())
            {
                return true;
            }
        }

        if (Decimal17.TryProve(text, number, out var value))
        {
            _found.Clear();
            numbers.Find(NumberKey.Of(value), NumberKey.Of(value), ref _found);
            PassFound(scope);
        }

        return true;
    }

    private void Address(FieldTests field, ReadOnlySpan<byte> text, int scope)
    {
        if (text.Length is < 2 or > LongestAddress || !(char.IsAsciiHexDigit((char)text[0]) || text[0] == ':'))
        {
            return;
        }

        Span<byte> address = stackalloc byte[16];
        Span<char> wide = stackalloc char[LongestAddress];
        for (var index = 0; index < text.Length; index++)
        {
            wide[index] = (char)text[index];
        }

        _found.Clear();
        switch (IpText.Read(wide[..text.Length], address))
        {
            case IpText.V4Length:
                var four = (UInt128)BinaryPrimitives.ReadUInt32BigEndian(address);
                field.Addresses4?.Find(four, four, ref _found);
                break;
            case IpText.V6Length:
                var sixteen = BinaryPrimitives.ReadUInt128BigEndian(address);
                field.Addresses6?.Find(sixteen, sixteen, ref _found);
                break;
            default:
                return;
        }

        PassFound(scope);
    }

    private void Lead(Entrance entrance, ReadOnlySpan<byte> text, bool backwards, int scope)
    {
        if ((uint)entrance.Id >= (uint)_states.Length)
        {
            return; // It was added while this event is read.
        }

        ref var states = ref _states[entrance.Id];
        if (states is null || !states.IsFor(_graph.Automaton, entrance))
        {
            states = new LazyStates(_graph.Automaton, entrance);
        }

        var passes = new Passes(outcome, _graph.Sites, scope);
        states.Run(text, backwards, ref passes);
    }

    private void PassFound(int scope)
    {
        foreach (var site in _found.Items)
        {
            outcome.Pass(_graph.Sites[site], scope);
        }
    }

    private bool AllKnown()
    {
        foreach (var site in _found.Items)
        {
            if (!outcome.IsKnown(_graph.Sites[site]))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End(FieldTests field, int scope)
    {
        if (outcome.Arrays is { } arrays)
        {
            arrays.NoteAnythingBut(field, outcome, scope);
        }
    }

    private readonly struct Passes(Outcome outcome, AppendList<TestSite> sites, int scope) : ISitePasses
    {
        public void Pass(ReadOnlySpan<int> passed)
        {
            foreach (var site in passed)
            {
                outcome.Pass(sites[site], scope);
            }
        }
    }
}
