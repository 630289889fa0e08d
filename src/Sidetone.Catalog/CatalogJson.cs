using System.Text.Json.Serialization;

namespace Sidetone.Catalog;

/// <summary>
/// Generated metadata of the five details, for programs that read events through System.Text.Json with types of their
/// own.
/// </summary>
[JsonSerializable(typeof(CallSummary))]
[JsonSerializable(typeof(InsightsSummary))]
[JsonSerializable(typeof(AgentReportedIssue))]
[JsonSerializable(typeof(HeadsetSummary))]
[JsonSerializable(typeof(HeartbeatWorkflow))]
public sealed partial class CatalogJson : JsonSerializerContext;
