using Sidetone.Patterns.Language;

namespace Sidetone.Patterns.Explaining;

/// <summary>
/// Matches one pattern with one event, slowly and in the open: every leaf is held against every test, and every way of
/// choosing one leaf for each field is followed.
/// </summary>
internal static class PatternEvaluator
{
    public static PatternExplanation Explain(EventPattern pattern, ReadOnlySpan<byte> utf8Event)
    {
        var paths = pattern.Branches.SelectMany(branch => branch.Fields).Select(field => field.Path);
        var flat = FlatEvent.Read(utf8Event, paths);
        ValueList<BranchExplanation> branches = [.. pattern.Branches.Select(branch => Explain(branch, flat))];
        return new PatternExplanation(branches.Any(branch => branch.Matches), branches);
    }

    private static BranchExplanation Explain(PatternBranch branch, FlatEvent flat)
    {
        var fields = new List<FieldExplanation>();
        HashSet<ArrayMembership> elements = [ArrayMembership.None];
        var matches = true;
        for (var index = 0; index < branch.Fields.Count; index++)
        {
            var field = branch.Fields[index];
            var found = flat[field.Path];
            var passing = found
                .Leaves.Where(leaf => leaf.Passes(field))
                .ToHashSet<EventLeaf>(ReferenceEqualityComparer.Instance);
            var mayBeMissing = field.AnyOf.Any(test => test is ValueTest.Missing);
            var outcome = (passing.Count > 0, mayBeMissing && found.Leaves.Count == 0) switch
            {
                (false, false) => FieldOutcome.Failed,
                _ => FieldOutcome.Passed,
            };
            if (matches)
            {
                elements = Continue(elements, found.Leaves, passing, mayBeMissing);
                matches = elements.Count > 0;
                outcome = (matches, outcome) switch
                {
                    (true, _) => FieldOutcome.Passed,
                    (false, FieldOutcome.Passed) => FieldOutcome.InAnotherElement,
                    _ => outcome,
                };
                var later = ArraysOf(branch.Fields.AsSpan()[(index + 1)..], flat);
                elements = [.. elements.Select(element => element.Within(later))];
            }

            fields.Add(new FieldExplanation(field.Path, outcome, Found(field, found, passing), Wanted(field)));
        }

        return new BranchExplanation(matches, [.. fields]);
    }

    /// <summary>In which array elements the fields so far and one more pass together.</summary>
    private static HashSet<ArrayMembership> Continue(
        HashSet<ArrayMembership> before,
        List<EventLeaf> leaves,
        HashSet<EventLeaf> passing,
        bool mayBeMissing
    )
    {
        var after = new HashSet<ArrayMembership>();
        var all = MembershipTree.Of(leaves);
        var good = MembershipTree.Of(passing);
        foreach (var elements in before)
        {
            // A field is missing where no leaf stands in the same elements: others may have it.
            if (mayBeMissing && !all.Agreeing(elements).Any())
            {
                after.Add(elements);
            }

            after.UnionWith(good.Agreeing(elements).Select(elements.With));
        }

        return after;
    }

    /// <summary>The arrays that fields to come stand in; what is chosen in others does not matter any more.</summary>
    private static HashSet<int> ArraysOf(ReadOnlySpan<FieldCondition> fields, FlatEvent flat)
    {
        var arrays = new HashSet<int>();
        foreach (var field in fields)
        {
            arrays.UnionWith(
                flat[field.Path].Leaves.SelectMany(leaf => leaf.Membership.Elements).Select(element => element.Array)
            );
        }

        return arrays;
    }

    private static ValueList<FoundValue> Found(FieldCondition condition, EventField field, HashSet<EventLeaf> passing)
    {
        if (field.Leaves.Count > 0)
        {
            return [.. field.Leaves.Select(leaf => new FoundValue(leaf.Place, leaf.Json, passing.Contains(leaf)))];
        }

        var mayBeMissing = condition.AnyOf.Any(test => test is ValueTest.Missing);
        return field.Others.Count > 0
            ? [.. field.Others.Select(other => other with { Passes = mayBeMissing })]
            : [new FoundValue(condition.Path, "missing", mayBeMissing)];
    }

    private static ValueList<string> Wanted(FieldCondition field) => [.. field.AnyOf.Select(TestText.Write)];
}
