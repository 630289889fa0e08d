using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>JSON Schemas of the five events in the two forms that the EventBridge schema registry takes.</summary>
/// <remarks>
/// They are as tolerant as <see cref="EventCatalog"/>: whole and fractional numbers, members of both profiles, unknown
/// members, and details with members missing are valid. A heartbeat's schema is that of the form on a bus.
/// </remarks>
public static class EventSchemas
{
    /// <summary>Gives the schema in JSON Schema draft 4; the registry's <c>JSONSchemaDraft4</c>.</summary>
    /// <param name="detailType">One of <see cref="DetailTypes"/>.</param>
    /// <param name="source">What the registry shows as the event's source.</param>
    /// <exception cref="ArgumentException">The catalog has no such type.</exception>
    public static string Draft4(string detailType, string source = SourceName.OpenPrefix) =>
        Write(
            detailType,
            (json, shape) =>
            {
                var schema = new SchemaWriter(json, "#/definitions/");
                json.WriteString("$schema", "http://json-schema.org/draft-04/schema#");
                json.WriteString("title", detailType);
                schema.WriteEvent(shape, detailType, source);
                json.WriteStartObject("definitions");
                schema.WriteDefinitions(shape);
                json.WriteEndObject();
            }
        );

    /// <summary>Gives the schema as an OpenAPI 3.0 document; the registry's <c>OpenApi3</c>.</summary>
    /// <param name="detailType">One of <see cref="DetailTypes"/>.</param>
    /// <param name="source">What the registry shows as the event's source.</param>
    /// <exception cref="ArgumentException">The catalog has no such type.</exception>
    public static string OpenApi3(string detailType, string source = SourceName.OpenPrefix) =>
        Write(
            detailType,
            (json, shape) =>
            {
                var schema = new SchemaWriter(json, "#/components/schemas/");
                json.WriteString("openapi", "3.0.0");
                json.WriteStartObject("info");
                json.WriteString("version", "1.0.0");
                json.WriteString("title", detailType);
                json.WriteEndObject();
                json.WriteStartObject("paths");
                json.WriteEndObject();
                json.WriteStartObject("components");
                json.WriteStartObject("schemas");
                json.WriteStartObject("AWSEvent"); // The registry finds the envelope by this name.
                schema.WriteEvent(shape, detailType, source);
                json.WriteEndObject();
                schema.WriteDefinitions(shape);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        );

    private static string Write(string detailType, Action<Utf8JsonWriter, ObjectShape> content)
    {
        var shape = ObjectShape.OfEvent(detailType);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, CatalogWriter.Options with { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            content(json, shape);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
