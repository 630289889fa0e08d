using System.Buffers;
using System.Text;
using System.Text.Json;
using Sidetone.Desk;
using Sidetone.Privacy;

namespace Sidetone.Groups;

/// <summary>Group settings as JSON: what is stored, printed and changed.</summary>
/// <remarks>
/// Read by hand, because a change names only the members it changes, and because a person gets every mistake at once,
/// each with the member's name.
/// </remarks>
internal static class GroupSettingsJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The settings with the members of a JSON object replaced.</summary>
    /// <exception cref="GroupException">Something is wrong; the message names every member at fault.</exception>
    public static GroupSettings Change(GroupSettings settings, string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Strict);
        }
        catch (JsonException fault)
        {
            throw new GroupException($"The settings are not JSON: {fault.Message}");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new GroupException("The settings must be a JSON object.");
            }

            var problems = new List<string>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                settings = Change(settings, member, problems);
            }

            GroupSettingsRules.Check(settings, problems);
            return problems.Count == 0
                ? settings
                : throw new GroupException(string.Join(Environment.NewLine, problems));
        }
    }

    /// <summary>Every member, in a fixed order, so that the same settings are the same text.</summary>
    public static string Write(GroupSettings settings)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("profile", settings.Profile);
            json.WritePropertyName("calls");
            CallSettingsJson.Write(json, settings.Calls);
            json.WriteStartArray("allowedOrigins");
            foreach (var origin in settings.AllowedOrigins)
            {
                json.WriteStringValue(origin);
            }

            json.WriteEndArray();
            json.WriteStartObject("fieldRules");
            foreach (var (name, rule) in settings.FieldRules.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, NameOf(rule));
            }

            json.WriteEndObject();
            json.WriteNumber("retentionDays", settings.RetentionDays);
            json.WriteBoolean("headset", settings.Headset);
            json.WriteStartObject("desk");
            DeskSettingsJson.WriteLists(json, settings.Desk);
            json.WriteEndObject();
            json.WriteNumber("waitForContactRecordSeconds", settings.WaitForContactRecordSeconds);
            json.WriteBoolean("platformOnlyCalls", settings.PlatformOnlyCalls);
            json.WriteStartObject("rateLimit");
            json.WriteNumber("batchesPerSecond", settings.RateLimit.BatchesPerSecond);
            json.WriteNumber("burst", settings.RateLimit.Burst);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static GroupSettings Change(GroupSettings settings, JsonProperty member, List<string> problems)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "profile":
                return settings with { Profile = Number(member.Name, value, problems) };
            case "calls":
                return settings with { Calls = CallSettingsJson.Read(value, problems) };
            case "allowedOrigins":
                return settings with { AllowedOrigins = Texts(member.Name, value, problems) };
            case "fieldRules":
                return settings with { FieldRules = Rules(value, problems) };
            case "retentionDays":
                return settings with { RetentionDays = Number(member.Name, value, problems) };
            case "headset":
                return settings with { Headset = Switch(member.Name, value, problems) };
            case "desk":
                return settings with { Desk = DeskSettingsJson.Change(settings.Desk, value, problems) };
            case "waitForContactRecordSeconds":
                return settings with { WaitForContactRecordSeconds = Number(member.Name, value, problems) };
            case "platformOnlyCalls":
                return settings with { PlatformOnlyCalls = Switch(member.Name, value, problems) };
            case "rateLimit":
                return settings with { RateLimit = Limit(settings.RateLimit, value, problems) };
            default:
                problems.Add($"{member.Name}: there is no such setting.");
                return settings;
        }
    }

    private static int Number(string name, JsonElement value, List<string> problems)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            return number;
        }

        problems.Add($"{name}: must be a whole number.");
        return 0;
    }

    private static bool Switch(string name, JsonElement value, List<string> problems)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            problems.Add($"{name}: must be true or false.");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    private static List<string> Texts(string name, JsonElement value, List<string> problems)
    {
        var texts = new List<string>();
        if (
            value.ValueKind != JsonValueKind.Array
            || value.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.String)
        )
        {
            problems.Add($"{name}: must be an array of strings.");
            return texts;
        }

        texts.AddRange(value.EnumerateArray().Select(static item => item.GetString() ?? ""));
        return texts;
    }

    private static Dictionary<string, FieldRule> Rules(JsonElement value, List<string> problems)
    {
        var rules = new Dictionary<string, FieldRule>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add("fieldRules: must be an object of field names and rules.");
            return rules;
        }

        foreach (var member in value.EnumerateObject())
        {
            var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
            if (text is not null && TryRule(text, out var rule))
            {
                rules[member.Name] = rule;
                continue;
            }

            problems.Add($"fieldRules.{member.Name}: must be keep, mask, hash or drop.");
        }

        return rules;
    }

    private static RateLimit Limit(RateLimit limit, JsonElement value, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add("rateLimit: must be an object with batchesPerSecond and burst.");
            return limit;
        }

        foreach (var member in value.EnumerateObject())
        {
            var name = $"rateLimit.{member.Name}";
            switch (member.Name)
            {
                case "batchesPerSecond":
                    limit = limit with { BatchesPerSecond = Number(name, member.Value, problems) };
                    break;
                case "burst":
                    limit = limit with { Burst = Number(name, member.Value, problems) };
                    break;
                default:
                    problems.Add($"{name}: there is no such setting.");
                    break;
            }
        }

        return limit;
    }

    private static string NameOf(FieldRule rule) =>
        rule switch
        {
            FieldRule.Keep => "keep",
            FieldRule.Mask => "mask",
            FieldRule.Hash => "hash",
            FieldRule.Drop => "drop",
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Unknown rule."),
        };

    private static bool TryRule(string text, out FieldRule rule)
    {
        (var known, rule) = text switch
        {
            "keep" => (true, FieldRule.Keep),
            "mask" => (true, FieldRule.Mask),
            "hash" => (true, FieldRule.Hash),
            "drop" => (true, FieldRule.Drop),
            _ => (false, FieldRule.Keep),
        };
        return known;
    }
}
