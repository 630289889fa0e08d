using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Says of an event every point in which it departs from the published catalog.</summary>
/// <remarks>
/// Where <see cref="EventCatalog"/> stops at the first thing it cannot read, this goes on to the end. An error is what
/// a
/// consumer of the published catalog would break on; what published events themselves do is a note.
/// </remarks>
public static class CatalogCheck
{
    /// <summary>Checks one event, in its envelope or as the bare list of a heartbeat webhook.</summary>
    /// <param name="utf8">The event as JSON in UTF-8; anything else gives a report too.</param>
    public static ConformanceReport Check(ReadOnlySpan<byte> utf8)
    {
        using var document = JsonText.Open(utf8, out var problem);
        if (document is null)
        {
            return Refused(DepartureKind.NotReadable, problem, "JSON in UTF-8");
        }

        var reading = new ReadProblem();
        var root = document.RootElement;
        if (EventCatalog.TypeOf(root, reading) is not { } detailType)
        {
            return Refused(DepartureKind.UnknownEvent, reading.First, string.Join(", ", DetailTypes.All));
        }

        var departures = new DepartureList();
        var shape = ObjectShape.OfEvent(detailType);
        var profile = StructureCheck.IsOf2025(root, shape) ? CatalogProfile.V2025 : CatalogProfile.V2023;
        CheckStructure(root, shape, new StructureCheck(departures, profile));
        // What could not be read is null in the event, and the rules say nothing about it.
        if (EventCatalog.Read(root, reading) is { } catalogEvent)
        {
            CheckValues(catalogEvent, departures);
        }

        return new ConformanceReport
        {
            DetailType = detailType,
            Profile = profile,
            IsBareList = root.ValueKind == JsonValueKind.Array,
            Departures = departures.Found,
        };
    }

    private static void CheckStructure(JsonElement root, ObjectShape shape, StructureCheck structure)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            structure.Object(JsonPath.Root, root, shape);
            return;
        }

        structure.List(JsonPath.Root, root, ShapeBuilder.Build(new Heartbeat()));
    }

    private static void CheckValues(CatalogEvent catalogEvent, DepartureList departures)
    {
        switch (catalogEvent)
        {
            case CallSummaryEvent { Detail: var call }:
                EnvelopeRules.Check(catalogEvent, call.AccountProperties?.GroupId, call.Timestamp, departures);
                CallSummaryRules.Check(call, departures);
                break;
            case InsightsSummaryEvent { Detail: var insights }:
                EnvelopeRules.Check(catalogEvent, insights.AccountProperties?.GroupId, null, departures);
                InsightsSummaryRules.Check(insights, departures);
                break;
            case AgentReportedIssueEvent { Detail: var issue }:
                EnvelopeRules.Check(catalogEvent, issue.GroupId, issue.Timestamp, departures);
                AgentReportedIssueRules.Check(issue, departures);
                break;
            case HeadsetSummaryEvent { Detail: var headset }:
                EnvelopeRules.Check(catalogEvent, headset.AccountProperties?.GroupId, null, departures);
                HeadsetSummaryRules.Check(headset, departures);
                break;
            case HeartbeatWorkflowEvent { Detail: var heartbeat, IsBareList: var isBareList }:
                HeartbeatWorkflowRules.Check(heartbeat, isBareList, departures);
                if (!isBareList)
                {
                    EnvelopeRules.Check(catalogEvent, null, null, departures);
                }

                break;
        }
    }

    private static ConformanceReport Refused(DepartureKind kind, CatalogProblem? problem, string expected) =>
        new()
        {
            Departures =
            [
                new(
                    DepartureSeverity.Error,
                    kind,
                    problem?.Path ?? JsonPath.Root,
                    problem?.Reason.TrimEnd('.') ?? "something else",
                    expected
                ),
            ],
        };
}
