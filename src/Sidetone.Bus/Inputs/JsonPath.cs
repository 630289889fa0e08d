using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Sidetone.Bus.Inputs;

/// <summary>A way to one value in an event: <c>$.detail.items[0].name</c>, <c>$.detail['a key']</c> or <c>$</c>.</summary>
public sealed class JsonPath
{
    private readonly Step[] _steps;

    private JsonPath(Step[] steps) => _steps = steps;

    /// <summary>Reads a path; false when it is none of this kind.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path)
    {
        path = null;
        if (text is not ['$', .. var rest])
        {
            return false;
        }

        var steps = new List<Step>();
        while (rest.Length > 0)
        {
            if (!TryStep(ref rest, out var step))
            {
                return false;
            }

            steps.Add(step);
        }

        path = new JsonPath([.. steps]);
        return true;
    }

    /// <summary>The value that the path leads to; null when there is none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var at = root;
        foreach (var step in _steps)
        {
            if (step.Name is { } name)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                {
                    return null;
                }
            }
            else if (at.ValueKind == JsonValueKind.Array && step.Index < at.GetArrayLength())
            {
                at = at[step.Index];
            }
            else
            {
                return null;
            }
        }

        return at;
    }

    private static bool TryStep(ref string rest, out Step step)
    {
        step = default;
        if (rest[0] == '.')
        {
            var end = rest.AsSpan(1).IndexOfAny('.', '[') is >= 0 and var found ? found + 1 : rest.Length;
            step = new Step(rest[1..end], 0);
            rest = rest[end..];
            return step.Name!.Length > 0;
        }

        var close = rest.IndexOf(']', StringComparison.Ordinal);
        if (rest[0] != '[' || close < 0)
        {
            return false;
        }

        var inside = rest[1..close];
        rest = rest[(close + 1)..];
        if (inside is ['\'', .. var name, '\''] && name.Length > 0)
        {
            step = new Step(name, 0);
            return true;
        }

        if (!int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return false;
        }

        step = new Step(null, index);
        return true;
    }

    /// <summary>Into a member, or into an element when it has no name.</summary>
    private readonly record struct Step(string? Name, int Index);
}
