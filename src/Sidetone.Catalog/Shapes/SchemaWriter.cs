using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>
/// Writes shapes as schemas; the words used here mean the same in JSON Schema draft 4 and in OpenAPI 3.0.
/// </summary>
internal sealed class SchemaWriter(Utf8JsonWriter json, string references)
{
    /// <summary>Writes the members of the envelope's schema, inside the object the caller has begun.</summary>
    public void WriteEvent(ObjectShape shape, string detailType, string source)
    {
        json.WriteString("type", "object");
        // A bus always gives all of the envelope, whoever sent the event; of a detail nothing is sure.
        json.WriteStartArray("required");
        foreach (var member in shape.Members)
        {
            json.WriteStringValue(member.Name.Name);
        }

        json.WriteEndArray();
        json.WriteString("x-amazon-events-detail-type", detailType);
        json.WriteString("x-amazon-events-source", source);
        WriteMembers(shape);
    }

    /// <summary>Writes a schema for every object below the envelope, each once.</summary>
    public void WriteDefinitions(ObjectShape shape)
    {
        var found = new SortedDictionary<string, ObjectShape>(StringComparer.Ordinal);
        Collect(shape, found);
        foreach (var (name, definition) in found)
        {
            json.WriteStartObject(name);
            json.WriteString("type", "object");
            WriteMembers(definition);
            json.WriteEndObject();
        }
    }

    private static void Collect(ObjectShape shape, SortedDictionary<string, ObjectShape> found)
    {
        foreach (var member in shape.Members)
        {
            if (member.Of is { } below && found.TryAdd(below.Name, below))
            {
                Collect(below, found);
            }
        }
    }

    private void WriteMembers(ObjectShape shape)
    {
        json.WriteStartObject("properties");
        foreach (var member in shape.Members)
        {
            WriteMember(member.Name.Name, member);
            if (member.Name.Other is { } other)
            {
                WriteMember(other, member);
            }
        }

        json.WriteEndObject();
    }

    private void WriteMember(string name, MemberShape member)
    {
        json.WriteStartObject(name);
        switch (member.Kind)
        {
            case ShapeKind.Object:
                json.WriteString("$ref", references + member.Of?.Name);
                break;
            case ShapeKind.List or ShapeKind.Texts:
                json.WriteString("type", "array");
                json.WriteStartObject("items");
                json.WriteString(
                    member.Of is null ? "type" : "$ref",
                    member.Of is null ? "string" : references + member.Of.Name
                );
                json.WriteEndObject();
                break;
            case ShapeKind.Time:
                json.WriteString("type", "string");
                json.WriteString("format", "date-time");
                break;
            default:
                json.WriteString("type", TypeOf(member.Kind));
                break;
        }

        json.WriteEndObject();
    }

    private static string TypeOf(ShapeKind kind) =>
        kind switch
        {
            ShapeKind.Number => "number",
            ShapeKind.Flag => "boolean",
            _ => "string",
        };
}
