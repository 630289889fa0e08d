namespace Sidetone.Calls.Insights;

/// <summary>Rules on how the call was handled.</summary>
internal static class HandlingRules
{
    public static IEnumerable<InsightRule> All =>
        [
            new()
            {
                Number = 18,
                Id = "callEndedOnHold",
                Name = "Call Ended On Hold",
                Definition = "The customer had been on hold for at least the window when the call ended.",
                Threshold = 30,
                Unit = "seconds",
                Severity = InsightSeverity.Minor,
                Advice = "The customer probably gave up waiting.",
                Source = "published insight list: callEndedOnHold, 30 s",
                Judge = static (call, limits) =>
                    call.Hold.EndingAt(call.Talk.Until) is { } hold ? Runs.AtLeast([hold], limits.Threshold, "") : null,
            },
            new()
            {
                Number = 18,
                Id = "callEndedOnMute",
                Name = "Call Ended On Mute",
                Definition = "The agent had been muted for at least the window when the call ended.",
                Threshold = 30,
                Unit = "seconds",
                Severity = InsightSeverity.Minor,
                Advice = "The agent may have talked into a muted microphone.",
                Source = "published insight list: callEndedOnMute, 30 s",
                Judge = static (call, limits) =>
                    call.Mute.EndingAt(call.Talk.Until) is { } mute ? Runs.AtLeast([mute], limits.Threshold, "") : null,
            },
            new()
            {
                Number = 32,
                Id = "highAgentConnectionTime",
                Name = "High Agent Connection Time",
                Definition = "From ringing at the agent's desk to connected; inbound calls only.",
                Threshold = 10,
                Unit = "seconds",
                Severity = InsightSeverity.Minor,
                Advice = "Slow signalling or a slow computer; or the agent is slow to accept.",
                Source = "published insight list: more than 10 s",
                Judge = ConnectionTime,
            },
            new()
            {
                Number = 32,
                Id = "veryHighAgentConnectionTime",
                Name = "Very High Agent Connection Time",
                Definition = "From ringing at the agent's desk to connected; inbound calls only.",
                Threshold = 15,
                Unit = "seconds",
                Severity = InsightSeverity.Severe,
                Replaces = "highAgentConnectionTime",
                Advice = "Slow signalling or a slow computer; or the agent is slow to accept.",
                Source = "published insight list: more than 15 s",
                Judge = ConnectionTime,
            },
            new()
            {
                Number = 33,
                Id = "longMute",
                Name = "Long Mute",
                Definition = "Time muted over the call, hold not counted.",
                Threshold = 60,
                Unit = "seconds",
                Severity = InsightSeverity.Notice,
                Advice = "Hold is kinder to the customer than mute.",
                Source = "own",
                Judge = static (call, limits) =>
                    call.MuteSec > limits.Threshold ? new InsightFinding(call.MuteSec) : null,
            },
            new()
            {
                Number = 33,
                Id = "longHold",
                Name = "Long Hold",
                Definition = "Time on hold over the call.",
                Threshold = 120,
                Unit = "seconds",
                Severity = InsightSeverity.Notice,
                Advice = "Look at what the agent had to wait for.",
                Source = "own",
                Judge = static (call, limits) =>
                    call.HoldSec > limits.Threshold ? new InsightFinding(call.HoldSec) : null,
            },
            new()
            {
                Number = 34,
                Id = "shortCall",
                Name = "Short Call",
                Definition = "The connected call was shorter than the limit.",
                Threshold = 10,
                Unit = "seconds",
                Severity = InsightSeverity.Notice,
                Advice = "Somebody hung up at once: no audio, a wrong number, or a misrouted call.",
                Source = "own",
                Judge = static (call, limits) =>
                    call.TotalSec < limits.Threshold ? new InsightFinding(call.TotalSec) : null,
            },
            new()
            {
                Number = 36,
                Id = "multipleSoftphones",
                Name = "Multiple Softphones",
                Definition = "More than one softphone of the agent was live during the call.",
                Threshold = 0,
                Unit = "none",
                Severity = InsightSeverity.Minor,
                Advice = "Close the other tabs and windows with a softphone.",
                Source = "published insight list: multipleSoftphones",
                Judge = static (call, _) => call.MultipleSoftphones ? new InsightFinding(1) : null,
            },
        ];

    private static InsightFinding? ConnectionTime(CallEvidence call, RuleLimits limits) =>
        call.CallDirection == "Inbound" && call.ConnectionSec > limits.Threshold
            ? new InsightFinding(call.ConnectionSec.Value)
            : null;
}
