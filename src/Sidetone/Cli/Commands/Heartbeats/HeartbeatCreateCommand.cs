using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Sidetone.Heartbeat;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.DialRules;

namespace Sidetone.Cli.Commands.Heartbeats;

/// <summary><c>heartbeat create</c>: a heartbeat from options, or from a file of JSON.</summary>
internal static class HeartbeatCreateCommand
{
    private static readonly Option<string?> s_to = new("--to")
    {
        HelpName = "NUMBER|SIP",
        Description = "What to call: +43123456 through an account, or sip:agent@host:port.",
    };
    private static readonly Option<string?> s_account = Text("--account", "NAME", "The account that dials.");
    private static readonly Option<string?> s_cron = Text(
        "--cron",
        "EXPRESSION",
        "When to call, such as '*/15 8-18 * * 1-5'."
    );
    private static readonly Option<string?> s_zone = Text(
        "--time-zone",
        "ZONE",
        "The zone of --cron, such as Europe/Vienna; UTC when absent."
    );
    private static readonly Option<int?> s_every = Number(
        "--every",
        "SECONDS",
        "Call each so many seconds, in place of --cron."
    );
    private static readonly Option<int?> s_jitter = Number(
        "--jitter",
        "SECONDS",
        "Dial within so many seconds after each slot."
    );
    private static readonly Option<string?> s_receiver = Text(
        "--receiver",
        "KIND",
        "virtual (default): this server answers; human: somebody else does."
    );
    private static readonly Option<string?> s_receiverAccount = Text(
        "--receiver-account",
        "NAME",
        "The account as which a virtual receiver registers."
    );
    private static readonly Option<string?> s_agent = Text("--agent", "NAME", "The agent's name in events.");
    private static readonly Option<string?> s_answer = Text(
        "--answer",
        "RULE",
        "accept (default), reject:CODE or ignore."
    );
    private static readonly Option<int?> s_answerAfter = Number(
        "--answer-after",
        "SECONDS",
        "How long a virtual receiver rings before."
    );
    private static readonly Option<int?> s_signal = Number(
        "--signal",
        "SECONDS",
        "How long the signal is sent and measured; 20."
    );
    private static readonly Option<int?> s_ring = Number("--ring-timeout", "SECONDS", "How long it may ring; 60.");
    private static readonly Option<bool> s_record = new("--record")
    {
        Description = "Keep what both ends heard for a while.",
    };
    private static readonly Option<string[]> s_workflows = new("--workflow")
    {
        HelpName = "NAME",
        Description = "A workflow that looks at its jobs; may be given several times.",
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var group = StoreCommand.Group();
        var name = new Argument<string?>("NAME")
        {
            Description = "What people call it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = StoredHeartbeats.File();
        return StoreCommand.Create(
            "create",
            "Define a test call. It calls by its schedule, or on demand with 'heartbeat run'.",
            [
                group,
                name,
                s_to,
                s_account,
                s_cron,
                s_zone,
                s_every,
                s_jitter,
                s_receiver,
                s_receiverAccount,
                s_agent,
                s_answer,
                s_answerAfter,
                s_signal,
                s_ring,
                s_record,
                s_workflows,
                file,
            ],
            async (parsed, store) =>
            {
                var found = await store.GroupAsync(parsed.GetRequiredValue(group));
                var json = parsed.GetValue(file) is { } from
                    ? Encoding.UTF8.GetString(await InputFile.ReadAsync(from, store.Cancellation))
                    : OfOptions(parsed, parsed.GetValue(name)).ToJsonString();
                var definition = DefinitionJson.Parse(json);
                var added = await store.Heartbeats().AddAsync(found.Id, definition, store.Cancellation);
                var rules = await store.DialRules().FindAsync(found.Id, store.Cancellation);
                Print(added, rules, found.Name, store.Json);
            }
        );
    }

    /// <summary>The definition that the options say; what is wrong in it is found where any other is.</summary>
    private static JsonObject OfOptions(ParseResult parsed, string? name)
    {
        var json = new JsonObject { ["name"] = name, ["to"] = parsed.GetValue(s_to) };
        Set(json, "account", parsed.GetValue(s_account));
        if (parsed.GetValue(s_cron) is { } cron)
        {
            var schedule = new JsonObject { ["cron"] = cron };
            Set(schedule, "timeZone", parsed.GetValue(s_zone));
            json["schedule"] = schedule;
        }

        if (parsed.GetValue(s_every) is { } every)
        {
            json["schedule"] ??= new JsonObject();
            json["schedule"]!["everySeconds"] = every;
        }

        Set(json, "jitterSeconds", parsed.GetValue(s_jitter));
        json["receiver"] = ReceiverOf(parsed);
        Set(json, "signalSeconds", parsed.GetValue(s_signal));
        Set(json, "ringTimeoutSeconds", parsed.GetValue(s_ring));
        json["record"] = parsed.GetValue(s_record);
        json["workflows"] = new JsonArray([
            .. parsed.GetRequiredValue(s_workflows).Select(each => JsonValue.Create(each)),
        ]);
        return json;
    }

    private static JsonObject ReceiverOf(ParseResult parsed)
    {
        var receiver = new JsonObject { ["kind"] = parsed.GetValue(s_receiver) ?? "virtual" };
        Set(receiver, "agentId", parsed.GetValue(s_agent));
        Set(receiver, "account", parsed.GetValue(s_receiverAccount));
        var rule = parsed.GetValue(s_answer);
        if (rule is null && parsed.GetValue(s_answerAfter) is null)
        {
            return receiver;
        }

        var parts = (rule ?? "accept").Split(':', 2);
        var answer = new JsonObject { ["rule"] = parts[0] };
        if (parts.Length == 2)
        {
            answer["code"] = int.TryParse(parts[1], out var code) ? code : parts[1];
        }

        Set(answer, "afterSeconds", parsed.GetValue(s_answerAfter));
        receiver["answer"] = answer;
        return receiver;
    }

    private static void Print(StoredHeartbeat added, DialRuleSet rules, string group, bool json)
    {
        if (json)
        {
            StoredHeartbeats.Print(HeartbeatJson.Of(added));
        }
        else
        {
            Terminal.Out.WriteLine(added.Id);
            Terminal.Error.WriteLine(
                added.Next is { } next
                    ? $"Group {group} calls {added.Definition.To} first at {next:yyyy-MM-dd HH:mm:ss} UTC."
                    : $"Group {group} calls {added.Definition.To} on demand."
            );
        }

        if (DialTarget.TryParse(added.Definition.To, out var target) && rules.Refusal(target, 0, 0) is { } refusal)
        {
            Terminal.Error.WriteLine($"{refusal} Allow it with 'sidetone heartbeat allow'; until then its jobs fail.");
        }
    }

    private static void Set(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static void Set(JsonObject json, string name, int? value)
    {
        if (value is { } number)
        {
            json[name] = number;
        }
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };

    private static Option<int?> Number(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };
}
