using System.Buffers.Binary;
using Sidetone.Patterns.Language;
using Sidetone.Patterns.Matching.Automata;
using Sidetone.Patterns.Matching.Reading;
using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Rules;

/// <summary>Puts tests where values meet them: tables, intervals, or states of the automaton. Each test of a field once.</summary>
internal sealed class TestCompiler(AppendList<TestSite> sites, Automaton automaton)
{
    private readonly Dictionary<(int Field, ValueTest Test), int> _known = [];
    private readonly Dictionary<(int Field, ValueTest Test), Exclusion> _exclusions = [];

    public int FieldCount { get; private set; }

    public int ExclusionCount { get; private set; }

    public FieldTests Field(FieldNode node) => node.MakeTests(() => new FieldTests(FieldCount++, new TestSite()));

    public Condition Compile(int id, FieldTests field, ValueList<ValueTest> anyOf)
    {
        var exclusions = new List<Exclusion>();
        var guess = 0.0;
        foreach (var test in anyOf)
        {
            guess = Math.Max(guess, Guess(test));
            switch (test)
            {
                case ValueTest.AnythingBut { Tests.Count: 0 }:
                    break;
                case ValueTest.AnythingBut anythingBut:
                    exclusions.Add(Exclude(field, anythingBut));
                    break;
                case ValueTest.Exists:
                    field.Any.Conditions.Add(id);
                    break;
                case ValueTest.Missing:
                    break;
                default:
                    sites[Intern(field, test)].Conditions.Add(id);
                    break;
            }
        }

        var condition = new Condition(id, field)
        {
            OrMissing = anyOf.Contains(new ValueTest.Missing()),
            Exclusions = [.. exclusions],
            Guess = guess,
        };
        if (exclusions.Count > 0)
        {
            field.Excluding.Add(condition);
        }

        return condition;
    }

    private Exclusion Exclude(FieldTests field, ValueTest.AnythingBut test)
    {
        if (_exclusions.TryGetValue((field.Id, test), out var known))
        {
            return known;
        }

        var exclusion = new Exclusion(ExclusionCount++, field);
        field.Counts = true;
        foreach (var excluded in test.Tests)
        {
            sites[Intern(field, excluded)].Excluded.Add(exclusion);
        }

        _exclusions.Add((field.Id, test), exclusion);
        return exclusion;
    }

    private int Intern(FieldTests field, ValueTest test)
    {
        test = Simplify(test);
        if (_known.TryGetValue((field.Id, test), out var known))
        {
            return known;
        }

        var site = new TestSite();
        var number = sites.Add(site);
        _known.Add((field.Id, test), number);
        Place(field, test, site, number);
        return number;
    }

    // One that says the same more simply is met sooner, and joins what others say so.
    private static ValueTest Simplify(ValueTest test) =>
        test switch
        {
            ValueTest.Wildcard { Glob.Parts: [var whole] } => new ValueTest.StringEquals(whole),
            ValueTest.Wildcard { Glob.Parts: [var start, ""] } => new ValueTest.Prefix(start, IgnoreCase: false),
            ValueTest.Wildcard { Glob.Parts: ["", var end] } => new ValueTest.Suffix(end, IgnoreCase: false),
            ValueTest.Suffix { Text: "" } => new ValueTest.Prefix("", IgnoreCase: false),
            ValueTest.Prefix { Text: "" } => new ValueTest.Prefix("", IgnoreCase: false),
            ValueTest.EqualsIgnoreCase { Value: "" } => new ValueTest.StringEquals(""),
            ValueTest.NumberEquals { Value: { } value } => new ValueTest.NumericRange(value, true, value, true),
            _ => test,
        };

    private void Place(FieldTests field, ValueTest test, TestSite site, int number)
    {
        switch (test)
        {
            case ValueTest.StringEquals equal:
                field.AddString(JsonText.Encode(equal.Value), site);
                break;
            case ValueTest.NumberEquals spelt:
                field.AddNumberText(JsonText.Encode(spelt.Text), site);
                break;
            case ValueTest.KeywordEquals word:
                field.SetKeyword(word.Keyword, site);
                break;
            case ValueTest.NumericRange range:
                Place(field, range, number);
                break;
            case ValueTest.IpRange { Low.Count: 4 } range:
                field.AddAddresses4(Address(range.Low), Address(range.High), number);
                break;
            case ValueTest.IpRange range:
                field.AddAddresses6(Address(range.Low), Address(range.High), number);
                break;
            case ValueTest.Prefix or ValueTest.EqualsIgnoreCase or ValueTest.Wildcard:
                new AutomatonText(automaton, field.MakeForward(automaton)).Add(test, number);
                break;
            case ValueTest.Suffix suffix:
                new AutomatonText(automaton, field.MakeBackward(automaton)).Add(suffix, number);
                break;
            default:
                throw new InvalidOperationException($"BUG: {test} is no test of a value.");
        }
    }

    private static void Place(FieldTests field, ValueTest.NumericRange range, int number)
    {
        var low = range.Low is { } bottom ? NumberKey.Of(bottom) + (range.LowInclusive ? 0 : 1) : NumberKey.Lowest;
        var high = range.High is { } top ? NumberKey.Of(top) - (range.HighInclusive ? 0 : 1) : NumberKey.Highest;
        if (low <= high)
        {
            field.AddNumbers(low, high, number);
        }
    }

    private static UInt128 Address(ValueList<byte> bytes)
    {
        Span<byte> wide = stackalloc byte[16];
        wide.Clear();
        bytes.AsSpan().CopyTo(wide[(16 - bytes.Count)..]);
        return BinaryPrimitives.ReadUInt128BigEndian(wide);
    }

    private static double Guess(ValueTest test) =>
        test switch
        {
            ValueTest.StringEquals or ValueTest.NumberEquals or ValueTest.EqualsIgnoreCase => 0.01,
            ValueTest.IpRange => 0.02,
            ValueTest.Prefix or ValueTest.Suffix or ValueTest.Wildcard => 0.05,
            ValueTest.NumericRange range => range.Low == range.High ? 0.01 : 0.3,
            ValueTest.KeywordEquals => 0.3,
            ValueTest.Exists => 0.9,
            _ => 0.95,
        };
}
