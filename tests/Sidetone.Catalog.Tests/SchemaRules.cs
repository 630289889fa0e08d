using System.Globalization;
using System.Text.Json;

namespace Sidetone.Catalog.Tests;

/// <summary>
/// Validates JSON by the words of JSON Schema draft 4 that the event schemas use; any other word is refused.
/// </summary>
internal sealed class SchemaRules(JsonElement document)
{
    private static readonly string[] s_known =
    [
        "$schema",
        "title",
        "definitions",
        "type",
        "required",
        "properties",
        "items",
        "$ref",
        "format",
        "x-amazon-events-detail-type",
        "x-amazon-events-source",
    ];

    public List<string> Faults { get; } = [];

    public JsonElement Resolve(string reference)
    {
        var found = document;
        foreach (var part in reference.TrimStart('#', '/').Split('/'))
        {
            found = found.GetProperty(part);
        }

        return found;
    }

    public void Validate(JsonElement schema, JsonElement value, string path)
    {
        foreach (var word in schema.EnumerateObject())
        {
            Assert.Contains(word.Name, s_known);
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            Validate(Resolve(reference.GetString()!), value, path);
            return;
        }

        if (TypeOf(value) != schema.GetProperty("type").GetString())
        {
            Faults.Add($"{path} is {value.ValueKind}, not {schema.GetProperty("type")}");
            return;
        }

        if (schema.TryGetProperty("format", out var format))
        {
            Assert.Equal("date-time", format.GetString());
            if (!DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _))
            {
                Faults.Add($"{path} is no time");
            }
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Validate(schema.GetProperty("items"), item, $"{path}[{index++}]");
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            ValidateMembers(schema, value, path);
        }
    }

    private void ValidateMembers(JsonElement schema, JsonElement value, string path)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            Faults.AddRange(
                required
                    .EnumerateArray()
                    .Select(static name => name.GetString()!)
                    .Where(name => !value.TryGetProperty(name, out _))
                    .Select(name => $"{path}.{name} is missing")
            );
        }

        var properties = schema.GetProperty("properties");
        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var below))
            {
                Validate(below, member.Value, $"{path}.{member.Name}");
            }
        }
    }

    private static string TypeOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "null",
        };
}
