namespace Sidetone.PatternChecking;

/// <summary>What became of one recorded case.</summary>
/// <param name="Id">The case's id, or its line when it has none.</param>
/// <param name="IsLeftOut">Whether it tests something that event patterns do not have.</param>
/// <param name="Disagreement">What was said instead of what is recorded; null when both agree.</param>
internal sealed record CaseOutcome(string Id, bool IsLeftOut, string? Disagreement)
{
    /// <summary>Whether the case was run, and gave what is recorded.</summary>
    public bool Agrees => !IsLeftOut && Disagreement is null;
}
