using System.Text.Json;
using Sidetone.Bus.Resources;

namespace Sidetone.Bus.Api.Shapes;

/// <summary>Refusals of bodies that are not what the protocol says, before any constraint is looked at.</summary>
internal static class Serialization
{
    /// <summary>The body is not JSON, or not an object.</summary>
    public static BusException NotAnObject() => Refusal("The request body is not a JSON object.");

    /// <summary>A value is of another kind than its member.</summary>
    public static BusException Mismatch(JsonValueKind kind, string wanted) =>
        kind switch
        {
            JsonValueKind.Array => Refusal("Start of list found where not expected"),
            JsonValueKind.Object => Refusal("Start of structure or map found where not expected."),
            _ => Refusal($"{NameOf(kind)} can not be converted to {wanted}"),
        };

    /// <summary>Any other refusal of this sort.</summary>
    public static BusException Refusal(string message) => new("SerializationException", message);

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="BusException">It holds half of a surrogate pair or bytes that are not UTF-8.</exception>
    public static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw Refusal("A string of the request body is not valid Unicode.");
        }
    }

    /// <summary>A member's name in messages: its first letter is small.</summary>
    public static string Camel(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";

    private static string NameOf(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Number => "NUMBER_VALUE",
            JsonValueKind.String => "STRING_VALUE",
            JsonValueKind.True => "TRUE_VALUE",
            _ => "FALSE_VALUE",
        };
}
