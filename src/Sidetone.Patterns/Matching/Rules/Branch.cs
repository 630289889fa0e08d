namespace Sidetone.Patterns.Matching.Rules;

/// <summary>One branch of a rule's pattern.</summary>
internal sealed class Branch(int rule, long added, Condition[] conditions)
{
    private volatile bool _removed;

    /// <summary>The rule's number.</summary>
    public int Rule { get; } = rule;

    /// <summary>The version of the graph that first has it; a match that began before must not look at it.</summary>
    public long Added { get; } = added;

    /// <summary>All conditions, in the order of their paths.</summary>
    public Condition[] Conditions { get; } = conditions;

    /// <summary>The numbers of those that remain when the one that led here holds, those that hold least often first.</summary>
    public int[] Rest { get; init; } = [];

    /// <summary>Whether <see cref="Rest"/> tells all: every condition is noted when it holds.</summary>
    public bool IsPlain { get; init; }

    public bool Removed => _removed;

    public void Remove() => _removed = true;
}
