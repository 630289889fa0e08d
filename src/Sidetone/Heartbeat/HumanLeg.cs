using System.Text.Json;
using Sidetone.Closing;
using Sidetone.Heartbeat.Calls;
using Sidetone.Heartbeat.Definitions;
using Sidetone.Heartbeat.Jobs;

namespace Sidetone.Heartbeat;

/// <summary>Finds the call that a human's browser observed in which a test call was answered. Pure.</summary>
internal static class HumanLeg
{
    // The number that a network shows may have another prefix; these many digits at its end are the subscriber's.
    private const int DigitsAlike = 7;
    private static readonly TimeSpan s_closing = TimeSpan.FromMinutes(10);

    /// <summary>Whether a job waits for its human's leg.</summary>
    public static bool IsWanted(HeartbeatJob job) =>
        job
            is {
                State: JobState.Ended or JobState.Awaiting,
                ReceiverCallId: "",
                DialledAt: not null,
                Record.IsAnswered: true
            }
        && job.Definition.Receiver is Receiver.Human;

    /// <summary>
    /// A job's human leg: of the calls of that time and agent the one from the dialler's number, or the
    /// only one when no number is known. Null when none is, or more than one could be: a guess would be no evidence.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="caller">The number that the dialler shows; may be empty.</param>
    /// <param name="calls">Closed calls of the group.</param>
    public static ClosedCall? CallOf(HeartbeatJob job, string caller, IEnumerable<ClosedCall> calls)
    {
        var agent = job.Definition.Receiver.AgentId;
        var near = calls
            .Where(call =>
                DateTimeOffset.FromUnixTimeMilliseconds(call.EndedAt) is var ended
                && ended >= job.DialledAt
                && ended <= job.UpdatedAt + s_closing
                && (agent.Length == 0 || call.Agent == agent)
            )
            .ToArray();
        var fromCaller = near.Where(call => IsAlike(CallerOf(call), caller)).ToArray();
        return fromCaller is [var one] ? one
            : fromCaller.Length == 0 && agent.Length > 0 && near is [var only] && CallerOf(only).Length == 0 ? only
            : null;
    }

    /// <summary>What the agent's browser counted of what it was sent; null when nothing came there.</summary>
    public static AgentLegRecord? LegOf(ClosedCall call)
    {
        using var summary = JsonDocument.Parse(call.Summary);
        if (
            Member(summary.RootElement, "webRTCSession", "metrics") is not { } metrics
            || !(Number(metrics, "inbound", "packetsReceived") > 0)
        )
        {
            return null;
        }

        return new AgentLegRecord
        {
            LossPercent = Number(metrics, "inbound", "packetsLostPercentage"),
            JitterMs = Number(metrics, "jitter", "avg"),
            RoundTripMs = Number(metrics, "rtt", "avg"),
            Mos = Number(metrics, "mos", "avg"),
        };
    }

    private static double? Number(JsonElement json, params ReadOnlySpan<string> path) =>
        Member(json, path) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static JsonElement? Member(JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return null;
            }
        }

        return json;
    }

    private static bool IsAlike(string one, string other)
    {
        var (left, right) = (Digits(one), Digits(other));
        var shared = Math.Min(left.Length, right.Length);
        return shared > 0 && (left == right || shared >= DigitsAlike && left[^DigitsAlike..] == right[^DigitsAlike..]);
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static string CallerOf(ClosedCall call)
    {
        using var summary = JsonDocument.Parse(call.Summary);
        return Member(summary.RootElement, "contact", "callerId") is { ValueKind: JsonValueKind.String } caller
            ? caller.GetString() ?? ""
            : "";
    }
}
