using System.Text.Json.Nodes;
using Sidetone.Heartbeat.DialRules;
using Sidetone.Heartbeat.Reading;
using Sidetone.Heartbeat.Schedules;

namespace Sidetone.Heartbeat.Definitions;

/// <summary>Heartbeats as JSON: what operators write, what is stored and what is printed.</summary>
public static class DefinitionJson
{
    internal const int NameMax = 100;
    private const int TextMax = 256;
    private const int StepsMax = 50;
    private const int WorkflowsMax = 20;
    private const int IntervalMinSeconds = 60;
    private const int DaySeconds = 24 * 60 * 60;
    private const int WeekSeconds = 7 * DaySeconds;
    private const int HourSeconds = 60 * 60;
    private const int SignalMaxSeconds = 600;
    private const int RingMaxSeconds = 180;
    private const int StepMaxSeconds = 120;
    private const int DigitsMax = 64;

    /// <summary>Reads a heartbeat.</summary>
    /// <exception cref="DefinitionException">Something is wrong; every problem at once.</exception>
    public static HeartbeatDefinition Parse(string json) => MemberReader.Read(json, Read);

    /// <summary>A heartbeat as JSON, as <see cref="Parse"/> reads it.</summary>
    public static JsonObject ToJson(HeartbeatDefinition heartbeat)
    {
        var json = new JsonObject { ["name"] = heartbeat.Name, ["enabled"] = heartbeat.Enabled };
        switch (heartbeat.Schedule)
        {
            case CronSchedule cron:
                json["schedule"] = new JsonObject { ["cron"] = cron.Expression, ["timeZone"] = cron.Zone.Id };
                break;
            case IntervalSchedule interval:
                json["schedule"] = new JsonObject { ["everySeconds"] = (int)interval.Every.TotalSeconds };
                break;
        }

        json["jitterSeconds"] = Seconds(heartbeat.Jitter);
        json["to"] = heartbeat.To;
        if (heartbeat.Account is not null)
        {
            json["account"] = heartbeat.Account;
        }

        json["receiver"] = ReceiverJson.ToJson(heartbeat.Receiver);
        json["steps"] = new JsonArray([.. heartbeat.Steps.Select(ToJson)]);
        json["signalSeconds"] = Seconds(heartbeat.Signal);
        json["ringTimeoutSeconds"] = Seconds(heartbeat.RingTimeout);
        json["record"] = heartbeat.Record;
        json["routingProfileId"] = heartbeat.RoutingProfileId;
        json["workflows"] = new JsonArray([.. heartbeat.Workflows.Select(name => JsonValue.Create(name))]);
        return json;
    }

    internal static int Seconds(TimeSpan time) => (int)time.TotalSeconds;

    private static HeartbeatDefinition Read(MemberReader members)
    {
        var to = members.Text("to", TextMax);
        var isTarget = DialTarget.TryParse(to, out var target);
        if (to.Length > 0 && !isTarget)
        {
            members.Wrong("to", "must be a number such as +43123456, or a SIP address such as sip:test@pbx.example.");
        }

        var heartbeat = new HeartbeatDefinition
        {
            Name = members.Text("name", NameMax),
            Enabled = members.Flag("enabled", fallback: true),
            Schedule = members.Object("schedule", ReadSchedule),
            Jitter = TimeSpan.FromSeconds(members.Number("jitterSeconds", 0, 0, HourSeconds)),
            To = to,
            Account = members.OptionalText("account", NameMax),
            Receiver = members.Object("receiver", ReceiverJson.Read) ?? new Receiver.Human(),
            Steps = members.Objects("steps", StepsMax, ReadStep),
            Signal = TimeSpan.FromSeconds(members.Number("signalSeconds", 20, 2, SignalMaxSeconds)),
            RingTimeout = TimeSpan.FromSeconds(members.Number("ringTimeoutSeconds", 60, 1, RingMaxSeconds)),
            Record = members.Flag("record", fallback: false),
            RoutingProfileId = members.TextOrEmpty("routingProfileId", TextMax),
            Workflows = members.Texts("workflows", WorkflowsMax, NameMax),
        };
        Check(members, heartbeat, target);
        return heartbeat;
    }

    private static void Check(MemberReader members, HeartbeatDefinition heartbeat, DialTarget? target)
    {
        if (!members.Has("receiver"))
        {
            members.Wrong("receiver", "is missing: {\"kind\":\"virtual\"} or {\"kind\":\"human\"}.");
        }

        if (target is { IsAddress: false } && heartbeat.Account is null)
        {
            members.Wrong("account", "is missing: a number is dialled through the server of an account.");
        }

        if (heartbeat.Schedule is IntervalSchedule interval && heartbeat.Jitter >= interval.Every)
        {
            members.Wrong("jitterSeconds", "must be less than the schedule's everySeconds.");
        }

        if (heartbeat.Receiver is Receiver.Virtual { Account: null, Listen: null } && target is { IsAddress: false })
        {
            members.Wrong("receiver.account", "is missing: a call to a number reaches a receiver that registers.");
        }
    }

    private static HeartbeatSchedule? ReadSchedule(MemberReader members)
    {
        if (members.Has("cron") == members.Has("everySeconds"))
        {
            members.Wrong("", "must have either cron or everySeconds.");
            return null;
        }

        return members.Has("cron")
            ? ReadCron(members)
            : new IntervalSchedule(
                TimeSpan.FromSeconds(members.Number("everySeconds", DaySeconds, IntervalMinSeconds, WeekSeconds))
            );
    }

    private static CronSchedule? ReadCron(MemberReader members)
    {
        var text = members.Text("cron", TextMax);
        var zoneId = members.OptionalText("timeZone", TextMax) ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone))
        {
            members.Wrong("timeZone", $"'{zoneId}' is not known; it must be one such as Europe/Vienna.");
            return null;
        }

        try
        {
            return text.Length == 0 ? null : CronSchedule.Parse(text, zone);
        }
        catch (FormatException wrong)
        {
            members.Wrong("cron", $"has five fields: {wrong.Message}");
            return null;
        }
    }

    private static CallStep? ReadStep(MemberReader members)
    {
        if (members.OptionalNumber("waitSeconds", 1, StepMaxSeconds) is { } wait)
        {
            return new CallStep.Wait(TimeSpan.FromSeconds(wait));
        }

        if (members.OptionalNumber("expectAudioSeconds", 1, StepMaxSeconds) is { } within)
        {
            return new CallStep.ExpectAudio(TimeSpan.FromSeconds(within));
        }

        if (members.OptionalText("dtmf", DigitsMax) is not { } digits)
        {
            members.Wrong("", "must have waitSeconds, dtmf or expectAudioSeconds.");
            return null;
        }

        if (digits.Any(digit => !char.IsAsciiDigit(digit) && digit is not ('*' or '#' or (>= 'A' and <= 'D'))))
        {
            members.Wrong("dtmf", "must have only 0-9, *, #, A-D.");
        }

        return new CallStep.Dtmf(digits);
    }

    private static JsonNode ToJson(CallStep step) =>
        step switch
        {
            CallStep.Wait wait => new JsonObject { ["waitSeconds"] = Seconds(wait.For) },
            CallStep.Dtmf keys => new JsonObject { ["dtmf"] = keys.Digits },
            CallStep.ExpectAudio expected => new JsonObject { ["expectAudioSeconds"] = Seconds(expected.Within) },
            _ => throw new System.Diagnostics.UnreachableException($"BUG: unknown step {step}."),
        };
}
