using System.Text.Json;

namespace Sidetone.Checking;

/// <summary>A place where an event is not as the catalog has it.</summary>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="Reason">How it differs.</param>
internal sealed record Departure(string Path, string Reason);

/// <summary>Finds where an object has other members than a model of it.</summary>
internal static class Departures
{
    /// <summary>Compares names of members, into objects and lists; values are not compared.</summary>
    /// <param name="found">The JSON at hand.</param>
    /// <param name="model">JSON with exactly the members there should be.</param>
    /// <param name="path">Where both stand.</param>
    public static IEnumerable<Departure> Between(JsonElement found, JsonElement model, string path)
    {
        if (found.ValueKind == JsonValueKind.Array && model.ValueKind == JsonValueKind.Array)
        {
            return found
                .EnumerateArray()
                .Zip(model.EnumerateArray())
                .SelectMany((pair, index) => Between(pair.First, pair.Second, $"{path}[{index}]"));
        }

        return found.ValueKind == JsonValueKind.Object && model.ValueKind == JsonValueKind.Object
            ? BetweenObjects(found, model, path)
            : [];
    }

    private static IEnumerable<Departure> BetweenObjects(JsonElement found, JsonElement model, string path)
    {
        foreach (var member in model.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            if (!found.TryGetProperty(member.Name, out var own))
            {
                yield return new Departure(at, "is missing");
                continue;
            }

            foreach (var deeper in Between(own, member.Value, at))
            {
                yield return deeper;
            }
        }

        foreach (var member in found.EnumerateObject().Where(member => !model.TryGetProperty(member.Name, out _)))
        {
            yield return new Departure($"{path}.{member.Name}", "is not in the catalog");
        }
    }
}
