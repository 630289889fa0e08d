using System.Text;
using System.Text.Json;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>A member of a structure.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Shape">What it may be.</param>
/// <param name="Required">Whether it has to be there.</param>
internal sealed record Member(string Name, Shape Shape, bool Required = false);

/// <summary>A structure: named members. Members that are not named here are ignored, as AWS ignores them.</summary>
/// <param name="name">Its name in messages.</param>
/// <param name="members">Its members, in the order in which messages tell them.</param>
internal sealed class StructureShape(string name, params Member[] members) : Shape
{
    /// <summary>The members' names.</summary>
    public IEnumerable<string> Names => members.Select(static member => member.Name);

    /// <summary>Members that AWS's own structure has besides, which are always null in messages.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw value.ValueKind == JsonValueKind.Array
                ? Serialization.Mismatch(value.ValueKind, "")
                : Serialization.Refusal("Unexpected value found where a structure was expected");
        }

        foreach (var member in members)
        {
            var place =
                path.Length == 0 ? Serialization.Camel(member.Name) : $"{path}.{Serialization.Camel(member.Name)}";
            if (TryGet(value, member.Name, out var found))
            {
                member.Shape.Check(found, place, violations);
            }
            else if (member.Required)
            {
                violations.Missing(place);
            }
        }
    }

    public override void Print(JsonElement value, StringBuilder text)
    {
        text.Append(name).Append('(');
        var first = true;
        foreach (var member in members)
        {
            text.Append(first ? "" : ", ").Append(Serialization.Camel(member.Name)).Append('=');
            first = false;
            if (TryGet(value, member.Name, out var found))
            {
                member.Shape.Print(found, text);
            }
            else
            {
                text.Append("null");
            }
        }

        foreach (var hidden in Hidden)
        {
            text.Append(", ").Append(hidden).Append("=null");
        }

        text.Append(')');
    }

    private static bool TryGet(JsonElement value, string name, out JsonElement found) =>
        value.TryGetProperty(name, out found) && found.ValueKind != JsonValueKind.Null;
}
