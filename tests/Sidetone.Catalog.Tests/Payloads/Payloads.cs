using System.Text;

namespace Sidetone.Catalog.Tests;

internal static partial class Payloads
{
    /// <summary>The five published payloads and the one of 2025, by a name for messages.</summary>
    public static IReadOnlyList<(string Name, string Json)> All { get; } =
    [
        (nameof(CallSummary), CallSummary),
        (nameof(InsightsSummary), InsightsSummary),
        (nameof(AgentReportedIssue), AgentReportedIssue),
        (nameof(HeadsetSummary), HeadsetSummary),
        (nameof(HeartbeatWorkflow), HeartbeatWorkflow),
        (nameof(CallSummary2025), CallSummary2025),
    ];

    /// <summary>The names of <see cref="All"/>, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Select(static payload => payload.Name)];

    /// <summary>The heartbeat as this library puts it on a bus.</summary>
    public static string HeartbeatOnABus { get; } =
        $$"""
            {
              "version": "0", "id": "530848f3-1111-4222-8333-b33ba70c19f0", "detail-type": "HeartbeatWorkflow",
              "source": "sidetone/5bbbd17a-1111-2222-3333-c4674035f406/bus", "account": "083560837128",
              "time": "2022-03-31T05:41:37Z", "region": "ap-southeast-2", "resources": [],
              "detail": { "heartbeats": {{HeartbeatWorkflow}} }
            }
            """;

    public static string Of(string name) => All.Single(payload => payload.Name == name).Json;

    /// <summary>Reads an event that is known to be one.</summary>
    public static CatalogEvent Read(string json)
    {
        var read = EventCatalog.TryParse(Encoding.UTF8.GetBytes(json), out var catalogEvent, out var problem);
        Assert.True(read, $"{problem}");
        return catalogEvent!;
    }

    public static string WriteText(CatalogEvent catalogEvent) =>
        Encoding.UTF8.GetString(CatalogWriter.Write(catalogEvent));
}
