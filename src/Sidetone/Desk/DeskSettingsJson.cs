using System.Text.Json;
using Sidetone.Telemetry;

namespace Sidetone.Desk;

/// <summary>The desk's lists as JSON: read, checked and written.</summary>
internal static class DeskSettingsJson
{
    private const int ChoicesMax = 100;

    /// <summary>The settings with the lists of a JSON object replaced; what cannot be used adds a problem with its name.</summary>
    public static DeskSettings Change(DeskSettings settings, JsonElement value, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add("desk: must be an object of lists.");
            return settings;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!settings.Lists.Any(list => list.Name == member.Name))
            {
                problems.Add($"desk.{member.Name}: there is no such list.");
            }
            else if (Read(member, problems) is { } choices)
            {
                settings = With(settings, member.Name, choices);
            }
        }

        return settings;
    }

    /// <summary>Writes the lists, in a fixed order.</summary>
    public static void WriteLists(Utf8JsonWriter json, DeskSettings settings)
    {
        foreach (var (name, choices) in settings.Lists)
        {
            json.WriteStartArray(name);
            foreach (var choice in choices)
            {
                json.WriteStringValue(choice);
            }

            json.WriteEndArray();
        }
    }

    private static DeskSettings With(DeskSettings settings, string list, IReadOnlyList<string> choices) =>
        list switch
        {
            "categories" => settings with { Categories = choices },
            "causes" => settings with { Causes = choices },
            "severities" => settings with { Severities = choices },
            "scenarios" => settings with { Scenarios = choices },
            _ => throw new ArgumentOutOfRangeException(nameof(list), list, "BUG: there is no such list."),
        };

    private static List<string>? Read(JsonProperty member, List<string> problems)
    {
        if (
            member.Value.ValueKind != JsonValueKind.Array
            || member.Value.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.String)
        )
        {
            problems.Add($"desk.{member.Name}: must be an array of strings.");
            return null;
        }

        var choices = member.Value.EnumerateArray().Select(static item => item.GetString() ?? "").ToList();
        var before = problems.Count;
        if (choices.Count > ChoicesMax)
        {
            problems.Add($"desk.{member.Name}: has more than {ChoicesMax} entries.");
        }

        for (var index = 0; index < choices.Count; index++)
        {
            var choice = choices[index];
            if (choice.Length is 0 or > Issue.ChoiceLengthMax || choice.Any(char.IsControl))
            {
                problems.Add(
                    $"desk.{member.Name}[{index}]: must be 1 to {Issue.ChoiceLengthMax} characters, none of them a control character."
                );
            }
            else if (choices.IndexOf(choice) < index)
            {
                problems.Add($"desk.{member.Name}[{index}]: stands twice.");
            }
        }

        return problems.Count == before ? choices : null;
    }
}
