using Sidetone.Patterns.Language.Json;

namespace Sidetone.Patterns.Language;

/// <summary>
/// Reads a pattern into branches. Fields are joined with dots as they are met; <c>$or</c> continues every branch so far with
/// each of its alternatives. Of a field that is given twice the last one counts.
/// </summary>
internal sealed class PatternReader
{
    /// <summary>Amazon's limit on the product of alternatives.</summary>
    private const int BranchesMax = 1000;

    /// <summary>Amazon's limit on the fields of one branch.</summary>
    private const int FieldsMax = 256;

    private readonly JsonTokens _tokens;
    private readonly TestReader _tests;

    // No branch as long as no field was read; an alternative of $or begins with one without fields.
    private List<Dictionary<string, ValueList<ValueTest>>> _branches = [];

    private PatternReader(string text)
    {
        _tokens = new JsonTokens(text);
        _tests = new TestReader(_tokens);
    }

    /// <summary>Reads a pattern. What follows the closing brace is not looked at, as with Amazon.</summary>
    /// <exception cref="PatternException">The pattern is not valid.</exception>
    public static ValueList<PatternBranch> Read(string text)
    {
        var reader = new PatternReader(text);
        if (reader._tokens.Next() != JsonToken.StartObject)
        {
            throw reader._tokens.Fault("Filter is not an object");
        }

        reader.ReadObject("", withinOr: false);
        ValueList<PatternBranch> branches = [.. reader._branches.Select(ToBranch)];
        WildcardComplexity.Check(branches);
        return branches;
    }

    private static PatternBranch ToBranch(Dictionary<string, ValueList<ValueTest>> fields) =>
        fields.Count <= FieldsMax
            ? new PatternBranch([
                .. fields
                    .Select(field => new FieldCondition(field.Key, field.Value))
                    .OrderBy(field => field.Path, StringComparer.Ordinal),
            ])
            : throw new PatternException($"Size of rule exceeds max value {FieldsMax}");

    private void ReadObject(string path, bool withinOr)
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

            ReadField(path.Length == 0 ? name : $"{path}.{name}", name, withinOr);
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

    private void ReadOr(string path)
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
            if (after.Count > BranchesMax)
            {
                throw _tokens.Fault($"$or relationships make more than {BranchesMax} combinations");
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
