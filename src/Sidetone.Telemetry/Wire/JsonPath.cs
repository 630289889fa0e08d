using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sidetone.Telemetry.Wire;

/// <summary>Finds the JSON path of a place in a body.</summary>
/// <remarks>
/// Only a refused batch needs a path. So reading keeps none: it remembers the byte at fault, and this walks there
/// again.
/// </remarks>
internal static class JsonPath
{
    private const int NameLengthMax = 64;

    /// <summary>The path of the token that begins at a position, or of the last one before it when the JSON breaks off.</summary>
    public static string At(ReadOnlySpan<byte> utf8, long position)
    {
        var steps = new Stack<Step>();
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = WireLimits.DepthMax });
        try
        {
            while (json.Read())
            {
                Enter(steps, ref json);
                if (json.TokenStartIndex >= position)
                {
                    break;
                }

                if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    steps.Push(new Step(json.TokenType is JsonTokenType.StartArray));
                }
            }
        }
        catch (JsonException)
        {
            // It breaks off here, which is the place that was asked for.
        }

        return Spell(steps);
    }

    private static void Enter(Stack<Step> steps, ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
        {
            steps.Pop();
        }
        else if (json.TokenType is JsonTokenType.PropertyName)
        {
            steps.Peek().Name = NameOf(ref json);
        }
        else if (steps.TryPeek(out var step) && step.IsArray)
        {
            step.Index++;
        }
    }

    private static string NameOf(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or no UTF-8 at all: shown as it stands there.
            return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }

    private static string Spell(Stack<Step> steps)
    {
        var path = new StringBuilder("$");
        foreach (var step in steps.Reverse())
        {
            if (step.IsArray && step.Index >= 0)
            {
                path.Append('[').Append(step.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            }
            else if (step.Name is { } name)
            {
                var isPlain = name.Length > 0 && name.All(char.IsAsciiLetterOrDigit);
                var shown = name.Length <= NameLengthMax ? name : name[..NameLengthMax] + "…";
                path.Append(isPlain ? "." : "['").Append(shown).Append(isPlain ? "" : "']");
            }
        }

        return path.ToString();
    }

    private sealed class Step(bool isArray)
    {
        public bool IsArray { get; } = isArray;

        public int Index { get; set; } = -1;

        public string? Name { get; set; }
    }
}
