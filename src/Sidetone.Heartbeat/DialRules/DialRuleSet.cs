using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat.Reading;

namespace Sidetone.Heartbeat.DialRules;

/// <summary>What a group's heartbeats may dial, and how often. Without patterns nothing may be dialled.</summary>
/// <param name="Patterns">What may be dialled.</param>
/// <param name="PerHour">How many calls the group may place within 60 minutes, on all nodes together.</param>
/// <param name="PerDay">How many within 24 hours.</param>
public sealed record DialRuleSet(IReadOnlyList<DialPattern> Patterns, int PerHour = 60, int PerDay = 600)
{
    private const int PatternsMax = 200;
    private const int PatternLengthMax = 200;
    private const int PerHourMax = 10_000;
    private const int PerDayMax = 100_000;

    /// <summary>Nothing may be dialled.</summary>
    public static DialRuleSet None { get; } = new([]);

    /// <summary>Why a call is refused; null when it may be placed.</summary>
    /// <param name="target">What would be dialled.</param>
    /// <param name="lastHour">How many calls the group placed within the last 60 minutes.</param>
    /// <param name="lastDay">How many within the last 24 hours.</param>
    public string? Refusal(DialTarget target, long lastHour, long lastDay) =>
        !Patterns.Any(pattern => pattern.Matches(target))
            ? $"{target} is not on the group's list of what may be dialled."
        : lastHour >= PerHour
            ? string.Create(CultureInfo.InvariantCulture, $"The group has placed its {PerHour} calls of an hour.")
        : lastDay >= PerDay
            ? string.Create(CultureInfo.InvariantCulture, $"The group has placed its {PerDay} calls of a day.")
        : null;

    /// <summary>Reads <c>{"patterns":[…],"perHour":…,"perDay":…}</c>.</summary>
    /// <exception cref="DefinitionException">Something is wrong; every problem at once.</exception>
    public static DialRuleSet Parse(string json) =>
        MemberReader.Read(
            json,
            members =>
            {
                var patterns = members.Texts("patterns", PatternsMax, PatternLengthMax);
                for (var i = 0; i < patterns.Count; i++)
                {
                    if (!DialPattern.IsUsable(patterns[i]))
                    {
                        members.Wrong($"patterns[{i}]", "must name more than *, without spaces.");
                    }
                }

                return new DialRuleSet(
                    [.. patterns.Select(text => new DialPattern(text))],
                    members.Number("perHour", None.PerHour, 1, PerHourMax),
                    members.Number("perDay", None.PerDay, 1, PerDayMax)
                );
            }
        );

    /// <summary>The rules as JSON, as <see cref="Parse"/> reads them.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["patterns"] = new JsonArray([.. Patterns.Select(pattern => JsonValue.Create(pattern.Text))]),
            ["perHour"] = PerHour,
            ["perDay"] = PerDay,
        };
}
