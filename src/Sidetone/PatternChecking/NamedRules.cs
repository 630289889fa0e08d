using Sidetone.Patterns;
using Sidetone.Patterns.Language;

namespace Sidetone.PatternChecking;

/// <summary>
/// Rules by name, as recorded operations leave them. A name that is added again has both patterns, and a deletion may name
/// only some of a field's values: then the others stay.
/// </summary>
internal sealed class NamedRules
{
    private readonly Dictionary<string, List<PatternBranch>> _rules = [];

    public void Add(string name, EventPattern pattern)
    {
        _rules.TryAdd(name, []);
        _rules[name].AddRange(pattern.Branches);
    }

    public void Delete(string name, EventPattern pattern)
    {
        if (_rules.TryGetValue(name, out var branches))
        {
            _rules[name] = pattern.Branches.Aggregate(
                branches,
                (left, taken) => [.. left.SelectMany(one => Without(one, taken))]
            );
        }
    }

    /// <summary>The names of the rules that match an event, in ordinal order.</summary>
    /// <exception cref="EventFormatException">The event is none.</exception>
    public IReadOnlyList<string> Match(ReadOnlyMemory<byte> utf8Event) =>
        [
            .. _rules
                .Where(rule => rule.Value.Count > 0)
                .Where(rule => new EventPattern([.. rule.Value]).Explain(utf8Event.Span).Matches)
                .Select(rule => rule.Key)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>
    /// What is left of a branch: for each field in turn the values that are not taken, together with those values of the
    /// fields before it that are.
    /// </summary>
    private static IEnumerable<PatternBranch> Without(PatternBranch branch, PatternBranch taken)
    {
        if (!branch.Fields.Select(field => field.Path).SequenceEqual(taken.Fields.Select(field => field.Path)))
        {
            yield return branch;
            yield break;
        }

        var fields = branch.Fields.ToArray();
        for (var index = 0; index < fields.Length; index++)
        {
            var values = taken.Fields[index].AnyOf;
            var left = fields[index].AnyOf.Where(test => !values.Contains(test)).ToArray();
            if (left.Length > 0)
            {
                var rest = fields.ToArray();
                rest[index] = rest[index] with { AnyOf = [.. left] };
                yield return new PatternBranch([.. rest]);
            }

            fields[index] = fields[index] with { AnyOf = [.. fields[index].AnyOf.Where(values.Contains)] };
            if (fields[index].AnyOf.Count == 0)
            {
                yield break;
            }
        }
    }
}
