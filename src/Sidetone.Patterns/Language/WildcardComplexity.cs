namespace Sidetone.Patterns.Language;

/// <summary>
/// Refuses patterns whose wildcards would keep a matcher busy in too many places at once. It is measured as Amazon's
/// published matcher measures it: the most places that any text can lead to at once, summed over the wildcards that one
/// value meets.
/// </summary>
internal static class WildcardComplexity
{
    /// <exception cref="PatternException">The pattern is too complex; without a place.</exception>
    public static void Check(ValueList<PatternBranch> branches, int max)
    {
        foreach (var wildcards in WildcardsByField(branches).Values)
        {
            if (wildcards.Sum(globs => globs.Sum(AtMost)) > max && new WildcardPlaces(wildcards).Exceed(max))
            {
                throw new PatternException(
                    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character"
                );
            }
        }
    }

    /// <summary>
    /// The wildcards that one value meets: those of a field in all branches that are alike before that field. Each list is
    /// one test; the globs of one <c>anything-but</c> belong together.
    /// </summary>
    private static Dictionary<ValueList<FieldCondition>, List<ValueList<Glob>>> WildcardsByField(
        ValueList<PatternBranch> branches
    )
    {
        var fields = new Dictionary<ValueList<FieldCondition>, List<ValueList<Glob>>>();
        foreach (var branch in branches)
        {
            for (var index = 0; index < branch.Fields.Count; index++)
            {
                foreach (var test in branch.Fields[index].AnyOf)
                {
                    if (Globs(test) is { Count: > 0 } globs)
                    {
                        var found = WayTo(branch, index);
                        fields.TryAdd(found, []);
                        if (!fields[found].Contains(globs))
                        {
                            fields[found].Add(globs);
                        }
                    }
                }
            }
        }

        return fields;
    }

    private static ValueList<FieldCondition> WayTo(PatternBranch branch, int index) =>
        [.. branch.Fields.AsSpan()[..index], branch.Fields[index] with { AnyOf = [] }];

    private static ValueList<Glob> Globs(ValueTest test) =>
        test switch
        {
            ValueTest.Wildcard wildcard => [wildcard.Glob],
            ValueTest.AnythingBut but => [.. but.Tests.OfType<ValueTest.Wildcard>().Select(one => one.Glob)],
            _ => [],
        };

    /// <summary>
    /// No glob is in more places than this: in one for each <c>*</c>, and in those behind one and the same character. It is
    /// quick to count, and few patterns need more than that.
    /// </summary>
    private static int AtMost(Glob glob)
    {
        var stars = glob.Parts.Count - 1;
        var most = glob
            .Parts.Skip(1)
            .SelectMany(part => part)
            .Append('"')
            .CountBy(character => character)
            .Max(count => count.Value);
        return stars + most;
    }
}
