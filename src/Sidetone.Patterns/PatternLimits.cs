namespace Sidetone.Patterns;

/// <summary>How large a pattern may become when it is read. The length of its text is not among the limits.</summary>
/// <param name="Branches">The most branches: the product of the alternatives of all <c>$or</c>.</param>
/// <param name="Fields">The most fields of one branch.</param>
/// <param name="WildcardComplexity">
/// In how many places of its wildcards a matcher may have to be at once, as event-ruler's complexity evaluator counts them.
/// </param>
public sealed record PatternLimits(int Branches, int Fields, int WildcardComplexity)
{
    /// <summary>
    /// Amazon EventBridge's limits. Of the complexity it is known that 11 is refused and 7 is not.
    /// </summary>
    public static PatternLimits Amazon { get; } = new(Branches: 1000, Fields: 256, WildcardComplexity: 10);

    /// <summary>
    /// What Amazon's published matcher, event-ruler, reads: it bounds neither complexity nor branches. Ours are bounded still,
    /// so that a short text cannot fill the memory.
    /// </summary>
    public static PatternLimits EventRuler { get; } =
        new(Branches: 10_000, Fields: 256, WildcardComplexity: int.MaxValue);
}
