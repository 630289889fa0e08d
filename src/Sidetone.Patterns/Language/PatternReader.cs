using Sidetone.Patterns.Language.Json;

namespace Sidetone.Patterns.Language;

/// <summary>
/// Reads a pattern into branches. Fields are joined with dots as they are met; <c>$or</c> continues every branch so far with
/// each of its alternatives. Of a field that is given twice the last one counts.
/// </summary>
internal sealed class PatternReader
{
    private readonly PatternLimits _limits;
    private readonly JsonTokens _tokens;
    private readonly TestReader _tests;

    // No branch as long as no field was read; an alternative of $or begins with one without fields.
    private List<Dictionary<string, ValueList<ValueTest>>> _branches = [];

    private PatternReader(string text, PatternLimits limits)
    {
        _limits = limits;
        _tokens = new JsonTokens(text);
        _tests = new TestReader(_tokens);
    }

    /// <summary>Reads a pattern. What follows the closing brace is not looked at, as with Amazon.</summary>
    /// <exception cref="PatternException">The pattern is not valid.</exception>
    public static ValueList<PatternBranch> Read(string text, PatternLimits limits)
    {
        var reader = new PatternReader(text, limits);
        if (reader._tokens.Next() != JsonToken.StartObject)
        {
            throw reader._tokens.Fault("Filter is not an object");
        }

        reader.ReadObject(null, withinOr: false);
        ValueList<PatternBranch> branches = [.. reader._branches.Select(reader.ToBranch)];
        WildcardComplexity.Check(branches, limits.WildcardComplexity);
        return branches;
    }

    private PatternBranch ToBranch(Dictionary<string, ValueList<ValueTest>> fields) =>
        fields.Count <= _limits.Fields
            ? new PatternBranch([
                .. fields
                    .Select(field => new FieldCondition(field.Key, field.Value))
                    .OrderBy(field => field.Path, StringComparer.Ordinal),
            ])
            : throw new PatternException($"Size of rule exceeds max value {_limits.Fields}");

    private void ReadObject(string? path, bool withinOr)
    {
        if (_tokens.Next() == JsonToken.EndObject)
        {
            throw _tokens.Fault("Empty objects are not allowed");
        }

        do
        {
            var name = _tokens.Name;
            if (name == Operators.Or)
            {
                ReadOr(path);
                continue;
            }

            if (withinOr && Operators.IsReservedWithinOr(name))
            {
                throw _tokens.Fault($"{name} is Ruler reserved fieldName which cannot be used inside $or.");
            }

            ReadField(path is null ? name : $"{path}.{name}", name, withinOr);
        } while (_tokens.Next() != JsonToken.EndObject);
    }

    private void ReadField(string path, string name, bool withinOr)
    {
        switch (_tokens.Next())
        {
            case JsonToken.StartObject:
                ReadObject(path, withinOr);
                break;
            case JsonToken.StartArray:
                Add(path, _tests.ReadList());
                break;
            default:
                throw _tokens.Fault($"\"{name}\" must be an object or an array");
        }
    }

    private void ReadOr(string? path)
    {
        if (_tokens.Next() != JsonToken.StartArray)
        {
            throw _tokens.Fault("It must be an Array followed with $or.");
        }

        var before = _branches;
        var after = new List<Dictionary<string, ValueList<ValueTest>>>();
        var alternatives = 0;
        while (_tokens.Next() != JsonToken.EndArray)
        {
            if (_tokens.Current != JsonToken.StartObject)
            {
                throw _tokens.Fault("Only JSON object is allowed in array of $or relationship.");
            }

            alternatives++;
            _branches =
                before.Count == 0
                    ?
                    [
                        [],
                    ]
                    : before.ConvertAll(branch => new Dictionary<string, ValueList<ValueTest>>(branch));
            ReadObject(path, withinOr: true);
            after.AddRange(_branches);
            if (after.Count > _limits.Branches)
            {
                throw _tokens.Fault($"$or relationships make more than {_limits.Branches} combinations");
            }
        }

        _branches =
            alternatives >= 2 ? after : throw _tokens.Fault("There must have at least 2 Objects in $or relationship.");
    }

    private void Add(string path, ValueList<ValueTest> tests)
    {
        if (_branches.Count == 0)
        {
            _branches.Add([]);
        }

        foreach (var branch in _branches)
        {
            branch[path] = tests;
        }
    }
}
