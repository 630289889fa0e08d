using System.Text.Json;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>True or false.</summary>
internal sealed class FlagShape : Shape
{
    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Serialization.Mismatch(value.ValueKind, "a Boolean");
        }
    }
}
