using System.Text;
using System.Text.Json;
using Sidetone.Patterns;

namespace Sidetone.PatternChecking;

/// <summary>
/// Runs cases that were recorded with Amazon EventBridge or with its published matcher. Three forms are known:
/// <c>{"expect": "match" | "no-match" | "exception", "pattern", "event", "errorCode", "errorMessage", "errorMessageRaw"}</c>,
/// <c>{"ops": [["add" | "delete", name, pattern]], "event", "matched": [names]}</c> and
/// <c>{"rule", "valid", "error"}</c>. Patterns and events are texts, for their spelling matters.
/// </summary>
internal static class PatternCheck
{
    /// <summary>Runs the case on one line.</summary>
    /// <param name="line">The case.</param>
    /// <param name="place">What to call it when it has no id.</param>
    public static CaseOutcome Run(string line, string place)
    {
        try
        {
            var record = JsonElement.Parse(line);
            var id = Text(record, "id") ?? place;
            return
                record.TryGetProperty("ruleOverriding", out var overriding)
                && overriding.ValueKind == JsonValueKind.False
                ? new CaseOutcome(id, IsLeftOut: true, null)
                : new CaseOutcome(id, IsLeftOut: false, Disagreement(record));
        }
        // A half of a surrogate pair in a case's own texts cannot be read as a string.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return new CaseOutcome(place, IsLeftOut: false, "is no case: " + fault.Message);
        }
    }

    private static string? Disagreement(JsonElement record) =>
        record.TryGetProperty("ops", out var operations) ? MatchedNames(record, operations)
        : record.TryGetProperty("valid", out var valid) ? Reading(record, valid.GetBoolean())
        : record.TryGetProperty("expect", out _) ? Expectation(record)
        : "is of no known form";

    private static string? Reading(JsonElement record, bool valid)
    {
        var read = EventPattern.TryParse(Text(record, "rule") ?? "", PatternLimits.EventRuler, out _, out var fault);
        var error = fault?.AwsMessage[PatternException.AwsPrefix.Length..];
        if (read != valid)
        {
            return read ? "is read, but recorded as invalid" : $"is refused, but recorded as valid: {error}";
        }

        return Text(record, "error") is { } recorded && recorded != error ? $"is refused with: {error}" : null;
    }

    private static string? MatchedNames(JsonElement record, JsonElement operations)
    {
        var rules = new NamedRules();
        try
        {
            foreach (var operation in operations.EnumerateArray())
            {
                var name = operation[1].GetString()!;
                var pattern = EventPattern.Parse(operation[2].GetString()!, PatternLimits.EventRuler);
                if (operation[0].ValueEquals("add"))
                {
                    rules.Add(name, pattern);
                }
                else
                {
                    rules.Delete(name, pattern);
                }
            }

            var matched = rules.Match(Encoding.UTF8.GetBytes(Text(record, "event") ?? ""));
            var recorded = record.GetProperty("matched").EnumerateArray().Select(name => name.GetString()!);
            return matched.SequenceEqual(recorded.Order(StringComparer.Ordinal))
                ? null
                : $"matches [{string.Join(", ", matched)}]";
        }
        catch (FormatException fault)
        {
            return "is refused: " + fault.Message;
        }
    }

    private static string? Expectation(JsonElement record)
    {
        var expected = Text(record, "expect");
        try
        {
            var pattern = EventPattern.Parse(Text(record, "pattern") ?? "");
            var matches = pattern.Explain(Encoding.UTF8.GetBytes(Text(record, "event") ?? "")).Matches;
            return expected == (matches ? "match" : "no-match") ? null
                : matches ? "matches"
                : "does not match";
        }
        catch (PatternException fault)
        {
            return Refusal(
                record,
                "InvalidEventPatternException",
                PatternException.AwsPrefix + fault.Message,
                fault.AwsMessage
            );
        }
        catch (EventFormatException)
        {
            return Refusal(
                record,
                "ValidationException",
                EventFormatException.AwsMessage,
                EventFormatException.AwsMessage
            );
        }
    }

    private static string? Refusal(JsonElement record, string code, string message, string whole)
    {
        var agrees =
            Text(record, "expect") == "exception"
            && (Text(record, "errorCode") ?? code) == code
            && MaskedText.Equals(Text(record, "errorMessage") ?? message, message)
            && MaskedText.Equals(Text(record, "errorMessageRaw") ?? whole, whole);
        return agrees ? null : $"is refused with {code}: {whole}";
    }

    private static string? Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
