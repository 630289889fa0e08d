namespace Sidetone.Catalog;

/// <summary>The <c>detail-type</c> of each event.</summary>
public static class DetailTypes
{
    /// <summary>After a call has ended.</summary>
    public const string CallSummary = "CallSummary";

    /// <summary>After a call has ended, with one insight or more.</summary>
    public const string InsightsSummary = "InsightsSummary";

    /// <summary>When an agent reports an issue.</summary>
    public const string AgentReportedIssue = "AgentReportedIssue";

    /// <summary>After a call, when headset statistics were collected.</summary>
    public const string HeadsetSummary = "HeadsetSummary";

    /// <summary>
    /// When a synthetic test meets a workflow's trigger. The name is this library's: the published payload has no
    /// envelope.
    /// </summary>
    public const string HeartbeatWorkflow = "HeartbeatWorkflow";

    /// <summary>Gets all five, in the order of the published catalog.</summary>
    public static IReadOnlyList<string> All { get; } =
    [CallSummary, InsightsSummary, AgentReportedIssue, HeadsetSummary, HeartbeatWorkflow];
}
