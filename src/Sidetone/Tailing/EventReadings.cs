using System.Text;
using Sidetone.Catalog;

namespace Sidetone.Tailing;

/// <summary>
/// Says in one line what a catalog event says. Remembers calls, because an InsightsSummary names its contact and
/// nothing else.
/// </summary>
internal sealed class EventReadings
{
    /// <summary>Calls are forgotten in the order they came: the two events of a call come close together.</summary>
    private const int RememberedMax = 10_000;

    private readonly Dictionary<string, string> _calls = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Reads an envelope; whatever it is, there is a line for it.</summary>
    public EventReading Read(string json) =>
        EventCatalog.TryParse(Encoding.UTF8.GetBytes(json), out var read, out var problem)
            ? Read(read)
            : new EventReading("?", $"Not an event of the catalog. {problem}", Tone.Warning, ContactId: "");

    /// <summary>Reads an event.</summary>
    public EventReading Read(CatalogEvent read) =>
        read switch
        {
            CallSummaryEvent call => ReadCall(call.Detail),
            InsightsSummaryEvent insights => ReadInsights(insights.Detail),
            AgentReportedIssueEvent issue => ReadIssue(issue.Detail),
            HeadsetSummaryEvent headset => ReadHeadset(headset.Detail),
            HeartbeatWorkflowEvent heartbeat => ReadHeartbeat(heartbeat.Detail),
            _ => new EventReading(read.DetailType, "", Tone.Plain, ContactId: ""),
        };

    private EventReading ReadCall(CallSummary call)
    {
        var contact = call.Contact?.Id?.Current ?? "";
        var agent = call.ServiceAgent;
        var name = agent?.FriendlyName is { Length: > 0 } friendly ? friendly : agent?.UserName;
        var who = string.IsNullOrEmpty(name) ? $"The call {Wording.Short(contact)}" : $"{name}'s call";
        var length = Wording.Duration(agent?.Interaction?.TotalDurationSec?.ToDouble() ?? 0);
        var subject = $"{who} of {length}";
        Remember(contact, subject);

        var metrics = call.WebRtcSession?.Metrics;
        var packets = Whole(metrics?.Inbound?.PacketsReceived) + Whole(metrics?.Outbound?.PacketsSent);
        if (packets == 0)
        {
            return new EventReading(call.DetailType, $"{subject}: no media was seen.", Tone.Plain, contact);
        }

        List<string> figures =
        [
            $"MOS {Wording.Number(metrics?.Mos?.Avg, 1)}",
            $"{Wording.Number(metrics?.Inbound?.PacketsLostPercentage, 1)} % lost inbound",
            $"{Wording.Number(metrics?.Outbound?.PacketsLostPercentage, 1)} % outbound",
            $"jitter {Wording.Number(metrics?.Jitter?.Avg, 0)} ms",
            $"round trip {Wording.Number(metrics?.Rtt?.Avg, 0)} ms",
        ];
        AddTime(figures, agent?.Interaction?.OnHoldDurationSec, "on hold");
        AddTime(figures, agent?.Interaction?.OnMuteDurationSec, "muted");
        return new EventReading(
            call.DetailType,
            $"{subject}: {string.Join(", ", figures)}",
            ToneOf(metrics?.Mos?.Avg?.ToDouble() ?? 0),
            contact
        );
    }

    private EventReading ReadInsights(InsightsSummary insights)
    {
        var contact = insights.Contact?.Id?.Current ?? "";
        var tags = insights.Insights?.Tags?.Select(tag => tag.Description ?? "?").ToArray() ?? [];
        var subject = _calls.GetValueOrDefault(contact, $"The call {Wording.Short(contact)}");
        return new EventReading(
            insights.DetailType,
            $"{subject}: {string.Join(", ", tags)}",
            tags.Length == 0 ? Tone.Plain : Tone.Warning,
            contact
        );
    }

    private static EventReading ReadIssue(AgentReportedIssue issue)
    {
        var context = issue.Context;
        string?[] parts = [context?.Severity, context?.Category, context?.Cause, context?.Message];
        var said = string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
        var where = string.IsNullOrEmpty(context?.CallContactId) ? " outside a call" : "";
        return new EventReading(
            issue.DetailType,
            $"{issue.Agent ?? "An agent"} reports{where}: {said}",
            Tone.Warning,
            context?.CallContactId ?? ""
        );
    }

    private static EventReading ReadHeadset(HeadsetSummary headset)
    {
        var metrics = headset.Headset?.Metrics;
        var speech = metrics?.Speech;
        var handled = string.Concat(
            Counted(metrics?.DeviceMuteCount, "mute"),
            Counted(metrics?.MisalignedBoomArmCount, "boom arm move")
        );
        return new EventReading(
            headset.DetailType,
            $"{headset.Headset?.ModelName ?? "A headset"}: agent spoke {Wording.Number(speech?.TxSpeechTotalPct, 0)} % "
                + $"of the time, customer {Wording.Number(speech?.RxSpeechTotalPct, 0)} %, "
                + $"both {Wording.Number(speech?.CrossTalkTotalPct, 0)} %{handled}",
            Tone.Plain,
            headset.Contact?.Id?.Current ?? ""
        );
    }

    private static string Counted(CatalogNumber? number, string what) =>
        number?.ToDouble() is > 0 and var some ? $", {Wording.Count((int)some, what)}" : "";

    private static EventReading ReadHeartbeat(HeartbeatWorkflow workflow)
    {
        var jobs = workflow.Heartbeats ?? CatalogList.Create<Catalog.Heartbeat>([]);
        var said = jobs.Select(job =>
            $"{job.Status ?? "?"} (customer {Wording.Number(job.CxScore, 0)}, agent {Wording.Number(job.AxScore, 0)}, "
            + $"network {Wording.Number(job.NetworkScore, 0)} of 10)"
        );
        return new EventReading(
            workflow.DetailType,
            $"{Wording.Count(jobs.Count, "test call")}: {string.Join("; ", said)}",
            Tone.Plain,
            ContactId: ""
        );
    }

    private void Remember(string contact, string subject)
    {
        if (contact.Length > 0 && _calls.TryAdd(contact, subject))
        {
            _order.Enqueue(contact);
        }

        if (_order.Count > RememberedMax)
        {
            _calls.Remove(_order.Dequeue());
        }
    }

    private static void AddTime(List<string> figures, CatalogNumber? seconds, string what)
    {
        if (seconds?.ToDouble() is >= 0.5 and var some)
        {
            figures.Add($"{Wording.Duration(some)} {what}");
        }
    }

    private static double Whole(CatalogNumber? number) => number?.ToDouble() ?? 0;

    /// <summary>4 and more is what a good line gives; under 3.5 people complain.</summary>
    private static Tone ToneOf(double mos) =>
        mos switch
        {
            >= 4 => Tone.Good,
            >= 3.5 => Tone.Warning,
            _ => Tone.Bad,
        };
}
