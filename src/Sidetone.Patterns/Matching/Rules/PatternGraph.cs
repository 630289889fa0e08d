using Sidetone.Patterns.Language;
using Sidetone.Patterns.Matching.Automata;
using Sidetone.Patterns.Matching.Reading;
using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Rules;

/// <summary>
/// All branches of all rules, compiled: names, the tests of their values, conditions, and the branches that hang under the
/// condition that leads to them. One writer appends; readers see all of a version and perhaps some of the next.
/// </summary>
/// <remarks>
/// Nothing is taken out: what a removed branch leaves behind is gone when a new graph is built of the rules that remain.
/// </remarks>
internal sealed class PatternGraph
{
    private readonly Dictionary<FieldCondition, Condition> _known = [];
    private readonly Dictionary<FieldTests, Condition> _present = [];
    private readonly TestCompiler _compiler;
    private int _branches;
    private long _version;

    public PatternGraph() => _compiler = new TestCompiler(Sites, Automaton);

    public FieldNode Root { get; } = new(null);

    public Automaton Automaton { get; } = new();

    public AppendList<TestSite> Sites { get; } = new();

    public AppendList<Condition> Conditions { get; } = new();

    /// <summary>Branches that no value leads to: each of their fields may be absent.</summary>
    public AppendList<Branch> Unled { get; } = new();

    public int FieldCount => _compiler.FieldCount;

    public int ExclusionCount => _compiler.ExclusionCount;

    /// <summary>What readers may rely on: everything added up to here is complete.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Adds a pattern of a rule, visible to matches that begin after this returns.</summary>
    public Branch[] Add(EventPattern pattern, int rule)
    {
        var branches = new Branch[pattern.Branches.Count];
        for (var index = 0; index < branches.Length; index++)
        {
            branches[index] = Add(pattern.Branches[index], rule);
        }

        Volatile.Write(ref _version, _version + 1);
        return branches;
    }

    private Branch Add(PatternBranch branch, int rule)
    {
        var conditions = new Condition[branch.Fields.Count];
        var nodes = new HashSet<FieldNode>();
        for (var index = 0; index < conditions.Length; index++)
        {
            var field = branch.Fields[index];
            conditions[index] = Intern(field, Find(field.Path, nodes));
            conditions[index].Uses++;
        }

        _branches++;
        return Hang(rule, conditions);
    }

    // A name on the way to two fields of one branch joins them.
    private FieldNode Find(string path, HashSet<FieldNode> passed)
    {
        var node = Root;
        foreach (var name in path.Split('.'))
        {
            node = node.Child(JsonText.Encode(name));
            if (!passed.Add(node))
            {
                node.Joins = true;
            }
        }

        return node;
    }

    private Condition Intern(FieldCondition field, FieldNode node)
    {
        if (_known.TryGetValue(field, out var known))
        {
            return known;
        }

        var tests = _compiler.Field(node);
        var condition = _compiler.Compile(Conditions.Count, tests, field.AnyOf);
        Conditions.Add(condition);
        _known.Add(field, condition);
        if (!condition.IsNoted)
        {
            Present(tests);
        }

        return condition;
    }

    private Condition Present(FieldTests tests)
    {
        if (!_present.TryGetValue(tests, out var present))
        {
            present = _compiler.Compile(Conditions.Count, tests, [new ValueTest.Exists()]);
            Conditions.Add(present);
            _present.Add(tests, present);
            tests.Present = present;
        }

        return present;
    }

    private Branch Hang(int rule, Condition[] conditions)
    {
        var lead = Array.FindAll(conditions, condition => condition.IsNoted).MinBy(Likelihood);
        lead ??= Array.Find(conditions, condition => !condition.OrMissing) is { } led ? Present(led.Field) : null;
        var branch = new Branch(rule, _version + 1, conditions)
        {
            Rest = [.. conditions.Where(rest => rest != lead).OrderBy(Likelihood).Select(rest => rest.Id)],
            IsPlain = Array.TrueForAll(conditions, condition => condition.IsNoted),
        };
        (lead?.Branches ?? Unled).Add(branch);
        return branch;
    }

    // What many rules ask for is what events often are. A branch hangs where few events lead, and, between equals, where
    // few others hang.
    private double Likelihood(Condition condition) =>
        Math.Max(condition.Guess, (condition.Uses - 1.0) / (_branches + 16)) + (condition.Branches.Count * 1e-6);
}
