using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Sidetone.Cli.Commands.Buses;

/// <summary><c>bus rule add</c> and <c>bus rules</c>: a rule with its one target, in one line.</summary>
internal static class BusRuleCommand
{
    public static Command Create() => new("rule", "Make a rule with its target.") { Add() };

    public static Command List()
    {
        var group = StoreCommand.Group();
        var region = BusSession.Region();
        var bus = BusSession.Bus();
        return StoreCommand.Create(
            "rules",
            "List a bus's rules and their targets.",
            [group, bus, region],
            async (parsed, store) =>
            {
                var session = await BusSession.OpenAsync(
                    store,
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(region)
                );
                var name = parsed.GetValue(bus) ?? session.OwnBus;
                var rules = await session.AllAsync("ListRules", new JsonObject { ["EventBusName"] = name }, "Rules");
                foreach (var rule in rules.OfType<JsonObject>())
                {
                    rule["Targets"] = await session.AllAsync(
                        "ListTargetsByRule",
                        new JsonObject { ["EventBusName"] = name, ["Rule"] = BusSession.Text(rule, "Name") },
                        "Targets"
                    );
                }

                Print(rules, store.Json);
            }
        );
    }

    private static Command Add()
    {
        var group = StoreCommand.Group();
        var region = BusSession.Region();
        var bus = BusSession.Bus();
        var name = new Argument<string>("NAME") { Description = "The rule's name." };
        var pattern = new Option<string>("--pattern")
        {
            HelpName = "JSON|FILE",
            Description = "The event pattern, or a file that holds it.",
            Required = true,
        };
        var to = new Option<string>("--to")
        {
            HelpName = "URL|FILE|ARN",
            Description =
                "Where events go: an http address, a plain file name within the server's bus folder, or a target's ARN.",
            Required = true,
        };
        var header = new Option<string?>("--header")
        {
            HelpName = "NAME:VALUE",
            Description = "A header that an http address is called with, such as Authorization. Stored encrypted.",
        };
        return StoreCommand.Create(
            "add",
            "Make a rule and its target, or change them.",
            [group, name, pattern, to, header, bus, region],
            async (parsed, store) =>
            {
                var session = await BusSession.OpenAsync(
                    store,
                    parsed.GetRequiredValue(group),
                    parsed.GetRequiredValue(region)
                );
                var rule = parsed.GetRequiredValue(name);
                var on = parsed.GetValue(bus) ?? session.OwnBus;
                var made = await session.RunAsync(
                    "PutRule",
                    new JsonObject
                    {
                        ["Name"] = rule,
                        ["EventBusName"] = on,
                        ["EventPattern"] = await PatternAsync(parsed.GetRequiredValue(pattern), store.Cancellation),
                    }
                );
                var arn = await TargetAsync(session, rule, parsed.GetRequiredValue(to), parsed.GetValue(header));
                await session.RunAsync(
                    "PutTargets",
                    new JsonObject
                    {
                        ["Rule"] = rule,
                        ["EventBusName"] = on,
                        ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "1", ["Arn"] = arn }),
                    }
                );
                made["TargetArn"] = arn;
                Terminal.Out.WriteLine(
                    store.Json ? made.ToJsonString(JsonText.Plain) : BusSession.Text(made, "RuleArn")
                );
            }
        );
    }

    private static async Task<string> PatternAsync(string text, CancellationToken cancellation)
    {
        if (text.TrimStart().StartsWith('{'))
        {
            return text;
        }

        return File.Exists(text)
            ? await File.ReadAllTextAsync(text, cancellation)
            : throw new CommandFailure($"--pattern {text}: is neither a JSON object nor a file.", ExitCode.Usage);
    }

    private static async Task<string> TargetAsync(BusSession session, string rule, string to, string? header)
    {
        if (to.StartsWith("arn:", StringComparison.Ordinal))
        {
            return to;
        }

        return to.StartsWith("http://", StringComparison.Ordinal) || to.StartsWith("https://", StringComparison.Ordinal)
            ? await DestinationAsync(session, rule, to, header)
            : $"arn:sidetone:bus:{session.Tenant.Region}:{session.Tenant.Account}:file/{to}";
    }

    /// <summary>An API destination named like the rule, with a connection of that name; what is there is changed.</summary>
    private static async Task<string> DestinationAsync(BusSession session, string rule, string url, string? header)
    {
        var colon = header?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (header is not null && colon <= 0)
        {
            throw new CommandFailure($"'{header}' is not of the form NAME:VALUE.", ExitCode.Usage);
        }

        // A connection has to authorise somehow; a receiver that wants nothing learns which rule calls.
        var (key, value) = header is null ? ("X-Rule-Name", rule) : (header[..colon], header[(colon + 1)..].Trim());
        var connection = new JsonObject
        {
            ["Name"] = rule,
            ["AuthorizationType"] = "API_KEY",
            ["AuthParameters"] = new JsonObject
            {
                ["ApiKeyAuthParameters"] = new JsonObject { ["ApiKeyName"] = key, ["ApiKeyValue"] = value },
            },
        };
        var known = await IsThereAsync(session, "ListConnections", "Connections", rule);
        var connected = await session.RunAsync(known ? "UpdateConnection" : "CreateConnection", connection);
        var destination = new JsonObject
        {
            ["Name"] = rule,
            ["ConnectionArn"] = BusSession.Text(connected, "ConnectionArn"),
            ["InvocationEndpoint"] = url,
            ["HttpMethod"] = "POST",
        };
        known = await IsThereAsync(session, "ListApiDestinations", "ApiDestinations", rule);
        var made = await session.RunAsync(known ? "UpdateApiDestination" : "CreateApiDestination", destination);
        return BusSession.Text(made, "ApiDestinationArn");
    }

    private static async Task<bool> IsThereAsync(BusSession session, string operation, string member, string name) =>
        (await session.AllAsync(operation, new JsonObject { ["NamePrefix"] = name }, member)).Any(one =>
            BusSession.Text(one, "Name") == name
        );

    private static void Print(JsonArray rules, bool json)
    {
        if (json)
        {
            Terminal.Out.WriteLine(rules.ToJsonString(JsonText.Plain));
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("Rule", "State", "When", "Targets");
        foreach (var rule in rules)
        {
            var when = BusSession.Text(rule, "EventPattern") + BusSession.Text(rule, "ScheduleExpression");
            var targets = rule!["Targets"]!.AsArray().Select(static target => BusSession.Text(target, "Arn"));
            // Not as markup: the ":bus:" of an ARN is the name of an emoji.
            table.AddRow(
                new Text(BusSession.Text(rule, "Name")),
                new Text(BusSession.Text(rule, "State")),
                new Text(when),
                new Text(string.Join(", ", targets))
            );
        }

        Terminal.Results.Write(table);
    }
}
