using Sidetone.Patterns.Matching.Automata;
using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Rules;

/// <summary>
/// All tests of one field, by what can pass them. Each member is set once, or replaced as a whole, by the one writer.
/// </summary>
internal sealed class FieldTests(int id, TestSite any)
{
    private ByteTable<TestSite>? _strings;
    private ByteTable<TestSite>? _numberTexts;
    private Entrance? _forward;
    private Entrance? _backward;
    private IntervalTable<long>? _numbers;
    private IntervalTable<UInt128>? _addresses4;
    private IntervalTable<UInt128>? _addresses6;
    private TestSite? _true;
    private TestSite? _false;
    private TestSite? _null;
    private Condition? _present;
    private volatile bool _counts;

    public int Id { get; } = id;

    /// <summary>Passed by any value.</summary>
    public TestSite Any { get; } = any;

    /// <summary>Holds when there is any value; set when a condition here may hold without a test that passed.</summary>
    public Condition? Present
    {
        get => Volatile.Read(ref _present);
        set => Volatile.Write(ref _present, value);
    }

    /// <summary>The conditions that have an anything-but among their alternatives.</summary>
    public AppendList<Condition> Excluding { get; } = new();

    /// <summary>Whether values are counted, for the field's anything-buts.</summary>
    public bool Counts
    {
        get => _counts;
        set => _counts = value;
    }

    /// <summary>Strings that are equal.</summary>
    public ByteTable<TestSite>? Strings => Volatile.Read(ref _strings);

    /// <summary>Numbers that are spelt the same.</summary>
    public ByteTable<TestSite>? NumberTexts => Volatile.Read(ref _numberTexts);

    /// <summary>Where the automaton is entered with the first byte of a string.</summary>
    public Entrance? Forward => Volatile.Read(ref _forward);

    /// <summary>Where it is entered with the last byte, to be led backwards.</summary>
    public Entrance? Backward => Volatile.Read(ref _backward);

    public IntervalTable<long>? Numbers => Volatile.Read(ref _numbers);

    public IntervalTable<UInt128>? Addresses4 => Volatile.Read(ref _addresses4);

    public IntervalTable<UInt128>? Addresses6 => Volatile.Read(ref _addresses6);

    public TestSite? True => Volatile.Read(ref _true);

    public TestSite? False => Volatile.Read(ref _false);

    public TestSite? Null => Volatile.Read(ref _null);

    public void AddString(ReadOnlySpan<byte> text, TestSite site) => MakeStrings().Add(text, site);

    public void AddNumberText(ReadOnlySpan<byte> text, TestSite site)
    {
        if (_numberTexts is null)
        {
            Volatile.Write(ref _numberTexts, new ByteTable<TestSite>());
        }

        _numberTexts!.Add(text, site);
    }

    public Entrance MakeForward(Automaton automaton)
    {
        if (_forward is null)
        {
            Volatile.Write(ref _forward, automaton.Enter());
        }

        return _forward!;
    }

    public Entrance MakeBackward(Automaton automaton)
    {
        if (_backward is null)
        {
            Volatile.Write(ref _backward, automaton.Enter());
        }

        return _backward!;
    }

    public void AddNumbers(long low, long high, int site) =>
        Volatile.Write(ref _numbers, (_numbers ?? IntervalTable<long>.Empty).With(low, high, site));

    public void AddAddresses4(UInt128 low, UInt128 high, int site) =>
        Volatile.Write(ref _addresses4, (_addresses4 ?? IntervalTable<UInt128>.Empty).With(low, high, site));

    public void AddAddresses6(UInt128 low, UInt128 high, int site) =>
        Volatile.Write(ref _addresses6, (_addresses6 ?? IntervalTable<UInt128>.Empty).With(low, high, site));

    public void SetKeyword(string keyword, TestSite site)
    {
        switch (keyword)
        {
            case "true":
                Volatile.Write(ref _true, site);
                break;
            case "false":
                Volatile.Write(ref _false, site);
                break;
            default:
                Volatile.Write(ref _null, site);
                break;
        }
    }

    private ByteTable<TestSite> MakeStrings()
    {
        if (_strings is null)
        {
            Volatile.Write(ref _strings, new ByteTable<TestSite>());
        }

        return _strings!;
    }
}
