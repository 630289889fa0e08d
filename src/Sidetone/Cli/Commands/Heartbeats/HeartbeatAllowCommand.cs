using System.CommandLine;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat.DialRules;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>heartbeat allow</c>: what a group's test calls may dial, and how often. Nothing, until somebody says so.</summary>
internal static class HeartbeatAllowCommand
{
    public static Command Create()
    {
        var group = StoreCommand.Group();
        var patterns = new Argument<string[]>("PATTERN")
        {
            Description =
                "A number or SIP address to allow, beside those allowed before; * stands for any letters but @, "
                + "such as '+43123*' or 'sip:*@pbx.example'. Without one the rules are shown.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var clear = new Option<bool>("--clear") { Description = "Forget what was allowed before." };
        var hour = new Option<int?>("--per-hour") { HelpName = "N", Description = "How many calls within 60 minutes." };
        var day = new Option<int?>("--per-day") { HelpName = "N", Description = "How many calls within 24 hours." };
        return StoreCommand.Create(
            "allow",
            "Say what a group's test calls may dial, and how often. At first nothing may be dialled.",
            [group, patterns, clear, hour, day],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var known = await store.DialRules().FindAsync(found.Id, store.Cancellation);
                var asked = parsed.GetValue(patterns) ?? [];
                string[] all =
                [
                    .. (parsed.GetValue(clear) ? [] : known.Patterns.Select(pattern => pattern.Text)),
                    .. asked,
                ];
                var rules = DialRuleSet.Parse(
                    new JsonObject
                    {
                        ["patterns"] = new JsonArray([.. all.Distinct().Select(each => JsonValue.Create(each))]),
                        ["perHour"] = parsed.GetValue(hour) ?? known.PerHour,
                        ["perDay"] = parsed.GetValue(day) ?? known.PerDay,
                    }.ToJsonString()
                );
                if (rules.ToJson().ToJsonString() != known.ToJson().ToJsonString())
                {
                    await store.DialRules().PutAsync(found.Id, rules, store.Cancellation);
                }

                Print(rules, store.Json);
            }
        );
    }

    private static void Print(DialRuleSet rules, bool json)
    {
        if (json)
        {
            StoredHeartbeats.Print(rules.ToJson());
            return;
        }

        foreach (var pattern in rules.Patterns)
        {
            Terminal.Out.WriteLine(pattern.Text);
        }

        Terminal.Error.WriteLine(
            rules.Patterns.Count == 0
                ? "Nothing may be dialled."
                : $"At most {rules.PerHour} calls an hour and {rules.PerDay} a day."
        );
    }
}
