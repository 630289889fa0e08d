using System.Text.Json;

namespace Sidetone.Catalog.Tests;

/// <summary>
/// A JSON text as lines of path and literal, in their order: equal when nothing but white space and escapes differ.
/// </summary>
internal static class JsonLines
{
    public static List<string> Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var lines = new List<string>();
        Add(lines, "$", document.RootElement);
        return lines;
    }

    /// <summary>The paths of all members in their order, items of lists by one name.</summary>
    public static List<string> KeysOf(string json) =>
        [
            .. Of(json)
                .Select(static line => line[..line.IndexOf(" = ", StringComparison.Ordinal)])
                .Select(static path => System.Text.RegularExpressions.Regex.Replace(path, @"\[\d+\]", "[]"))
                .Distinct(),
        ];

    private static void Add(List<string> lines, string path, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                lines.Add($"{path} = {{}}");
                foreach (var member in element.EnumerateObject())
                {
                    Add(lines, $"{path}.{member.Name}", member.Value);
                }

                break;
            case JsonValueKind.Array:
                lines.Add($"{path} = []");
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Add(lines, $"{path}[{index++}]", item);
                }

                break;
            case JsonValueKind.String:
                lines.Add($"{path} = \"{element.GetString()}\"");
                break;
            default:
                lines.Add($"{path} = {element.GetRawText()}");
                break;
        }
    }
}
