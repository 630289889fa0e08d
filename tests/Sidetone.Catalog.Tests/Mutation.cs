using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sidetone.Catalog.Tests;

/// <summary>Changes an event in the ways in which published events differ from each other, and some more.</summary>
internal sealed partial class Mutation(Random random)
{
    private static readonly string[] s_numbers =
    [
        "0",
        "-0",
        "0.0",
        "-0.0",
        "3.0",
        "20409.0",
        "4.40",
        "4.4",
        "1e3",
        "1E+3",
        "25e-2",
        "0.000",
        "99.999999999999999999",
        "123456789012345678901234567890.5",
        "1e400",
        "-7.25",
        "9223372036854775808",
        "1.10e-400",
    ];

    private static readonly string[] s_unknown =
    [
        "null",
        "true",
        "\"\"",
        "\"zwölf \\u0000 \\\\ \\\"\"",
        "12.50",
        "[]",
        "{}",
        "[1.0, {\"a\": [null]}]",
        "{\"name\": {\"deep\": 1e2}, \"min\": 3.0}",
    ];

    public string Apply(string json)
    {
        var root = JsonNode.Parse(json)!;
        Visit(root, isRoot: true);
        return root.ToJsonString();
    }

    private void Visit(JsonNode node, bool isRoot)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                array[i] = Changed(array[i], nullable: array[i] is JsonObject);
            }
        }

        if (node is not JsonObject members)
        {
            return;
        }

        foreach (var (name, value) in members.ToList())
        {
            var fixedMember = isRoot && name is "detail-type" or "detail";
            if (!fixedMember && random.Next(20) == 0)
            {
                members.Remove(name);
                continue;
            }

            members[name] = Changed(value, nullable: !fixedMember);
        }

        Respell(members, "utilizedPercentage", "utilisedPercentage");
        if (random.Next(6) == 0)
        {
            var name = random.Next(8) == 0 ? "" : $"x-{random.Next(1000)} \"é\"";
            members.Insert(
                random.Next(members.Count + 1),
                name,
                JsonNode.Parse(s_unknown[random.Next(s_unknown.Length)])
            );
        }
    }

    private JsonNode? Changed(JsonNode? value, bool nullable)
    {
        if (value is null || (nullable && random.Next(25) == 0))
        {
            return null;
        }

        if (value is JsonValue leaf)
        {
            var kind = leaf.GetValueKind();
            return kind == System.Text.Json.JsonValueKind.Number && random.Next(2) == 0
                    ? JsonNode.Parse(s_numbers[random.Next(s_numbers.Length)])
                : kind == System.Text.Json.JsonValueKind.String ? Retimed(leaf.GetValue<string>())
                : leaf.DeepClone();
        }

        var copy = value.DeepClone();
        Visit(copy, isRoot: false);
        return copy;
    }

    private JsonValue Retimed(string text)
    {
        var fraction = new string([.. Enumerable.Range(0, random.Next(10)).Select(_ => (char)('0' + random.Next(10)))]);
        var time = Seconds().Match(text);
        return JsonValue.Create(
            time.Success && random.Next(2) == 0 ? $"{time.Value}{(fraction.Length > 0 ? "." : "")}{fraction}Z" : text
        );
    }

    private void Respell(JsonObject members, string name, string other)
    {
        if (members.TryGetPropertyValue(name, out var value) && random.Next(2) == 0)
        {
            var index = members.IndexOf(name);
            members.RemoveAt(index);
            members.Insert(index, other, value);
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")]
    private static partial Regex Seconds();
}
