using System.Text.Json;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>A whole number of 32 bits.</summary>
internal sealed class NumberShape : Shape
{
    /// <summary>The smallest.</summary>
    public int Min { get; init; } = int.MinValue;

    /// <summary>The largest.</summary>
    public int Max { get; init; } = int.MaxValue;

    public override void Check(JsonElement value, string path, Violations violations)
    {
        foreach (var constraint in Broken(value))
        {
            violations.Add(Text(value), path, constraint);
        }
    }

    public override IEnumerable<string> Broken(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            throw Serialization.Mismatch(value.ValueKind, "an Integer");
        }

        if (number < Min)
        {
            yield return $"Member must have value greater than or equal to {Min}";
        }

        if (number > Max)
        {
            yield return $"Member must have value less than or equal to {Max}";
        }
    }
}
