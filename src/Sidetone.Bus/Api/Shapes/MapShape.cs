using System.Text;
using System.Text.Json;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>Texts by keys.</summary>
internal sealed class MapShape(TextShape key, TextShape value) : Shape
{
    /// <summary>The most entries.</summary>
    public int Max { get; init; } = int.MaxValue;

    public override void Check(JsonElement map, string path, Violations violations)
    {
        if (map.ValueKind != JsonValueKind.Object)
        {
            throw Serialization.Refusal("Expected map or null");
        }

        if (map.EnumerateObject().Count() > Max)
        {
            violations.Add(Text(map), path, $"Member must have length less than or equal to {Max}");
        }

        if (map.EnumerateObject().Any(entry => !key.Accepts(NameOf(entry))))
        {
            violations.Add(
                Text(map),
                path,
                $"Map keys must satisfy constraint: [{string.Join(", ", key.Constraints)}]"
            );
        }

        if (map.EnumerateObject().Any(entry => value.Broken(entry.Value).Any()))
        {
            violations.Add(
                Text(map),
                path,
                $"Map value must satisfy constraint: [{string.Join(", ", value.Constraints)}]"
            );
        }
    }

    public override void Print(JsonElement map, StringBuilder text)
    {
        text.Append('{');
        var first = true;
        foreach (var entry in map.EnumerateObject())
        {
            text.Append(first ? "" : ", ").Append(NameOf(entry)).Append('=');
            first = false;
            value.Print(entry.Value, text);
        }

        text.Append('}');
    }

    /// <summary>An entry's key.</summary>
    /// <exception cref="BusException">It is not valid Unicode.</exception>
    public static string NameOf(JsonProperty entry)
    {
        try
        {
            return entry.Name;
        }
        catch (InvalidOperationException)
        {
            throw Serialization.Refusal("A key of the request body is not valid Unicode.");
        }
    }
}
