using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>A list of one kind of member.</summary>
internal sealed class ListShape(Shape member) : Shape
{
    /// <summary>The fewest members.</summary>
    public int Min { get; init; }

    /// <summary>The most members.</summary>
    public int Max { get; init; } = int.MaxValue;

    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Serialization.Refusal("Expected list or null");
        }

        var count = value.GetArrayLength();
        if (count > Max)
        {
            violations.Add(Text(value), path, $"Member must have length less than or equal to {Max}");
        }

        if (count < Min)
        {
            violations.Add(Text(value), path, $"Member must have length greater than or equal to {Min}");
        }

        var number = 0;
        var broken = false;
        foreach (var item in value.EnumerateArray())
        {
            number++;
            if (item.ValueKind == JsonValueKind.Null)
            {
                throw Serialization.Refusal($"Item {number} of the list '{path}' is null");
            }

            if (member is StructureShape)
            {
                member.Check(item, string.Create(CultureInfo.InvariantCulture, $"{path}.{number}.member"), violations);
            }
            else
            {
                broken |= member.Broken(item).ToArray().Length > 0;
            }
        }

        if (broken)
        {
            violations.Add(
                Text(value),
                path,
                $"Member must satisfy constraint: [{string.Join(", ", member.Constraints)}]"
            );
        }
    }

    public override void Print(JsonElement value, StringBuilder text)
    {
        text.Append('[');
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            text.Append(first ? "" : ", ");
            first = false;
            member.Print(item, text);
        }

        text.Append(']');
    }
}
