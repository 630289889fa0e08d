using System.Text.Json;
using Sidetone.Catalog;

namespace Sidetone.Checking;

/// <summary>What one event is, and where it departs from the catalog.</summary>
internal sealed record CheckedEvent
{
    /// <summary>Where it stands in the file.</summary>
    public required string Place { get; init; }

    /// <summary>Its type; null when it is no event of the catalog.</summary>
    public string? DetailType { get; init; }

    /// <summary>The profile that it follows most closely; null when it is no event, or the profiles agree on it.</summary>
    public string? Profile { get; init; }

    /// <summary>Why it is no event of the catalog; null when it is one.</summary>
    public string? Problem { get; init; }

    /// <summary>Where it departs from the catalog.</summary>
    public IReadOnlyList<Departure> Departures { get; init; } = [];

    private static readonly string[] s_envelope =
    [
        "version",
        "id",
        "detail-type",
        "source",
        "account",
        "time",
        "region",
        "resources",
        "detail",
    ];

    /// <summary>Checks an event.</summary>
    public static CheckedEvent Of(string place, byte[] json)
    {
        if (!EventCatalog.TryParse(json, out var read, out var problem))
        {
            return new CheckedEvent { Place = place, Problem = problem.ToString() };
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (read is HeartbeatWorkflowEvent { IsBareList: true } bare)
        {
            using var list = JsonDocument.Parse(CatalogWriter.WriteBareList(bare.Detail));
            return new CheckedEvent
            {
                Place = place,
                DetailType = read.DetailType,
                Departures = [.. Checking.Departures.Between(root, list.RootElement, "$")],
            };
        }

        var detail = root.GetProperty("detail");
        var published = InProfile(detail, DetailOf(read), CatalogProfile.V2023);
        var later = InProfile(detail, DetailOf(read), CatalogProfile.V2025);
        var isLater = later.Count < published.Count;
        return new CheckedEvent
        {
            Place = place,
            DetailType = read.DetailType,
            Profile = read is CallSummaryEvent ? (isLater ? "2025" : "2023") : null,
            Departures = [.. OfEnvelope(root), .. isLater ? later : published],
        };
    }

    // Writing the detail in a profile gives exactly the members that the profile has.
    private static List<Departure> InProfile(JsonElement found, CatalogDetail detail, CatalogProfile profile)
    {
        using var model = JsonDocument.Parse(CatalogWriter.WriteDetail(detail, profile));
        return [.. Checking.Departures.Between(found, model.RootElement, "$.detail")];
    }

    private static IEnumerable<Departure> OfEnvelope(JsonElement root) =>
        s_envelope
            .Where(name => !root.TryGetProperty(name, out _))
            .Select(name => new Departure($"$.{name}", "is missing"))
            .Concat(
                root.EnumerateObject()
                    .Where(member => !s_envelope.Contains(member.Name, StringComparer.Ordinal))
                    .Select(member => new Departure($"$.{member.Name}", "is not in the catalog"))
            );

    private static CatalogDetail DetailOf(CatalogEvent read) =>
        read switch
        {
            CallSummaryEvent call => call.Detail,
            InsightsSummaryEvent insights => insights.Detail,
            AgentReportedIssueEvent issue => issue.Detail,
            HeadsetSummaryEvent headset => headset.Detail,
            HeartbeatWorkflowEvent heartbeat => heartbeat.Detail,
            _ => throw new InvalidOperationException($"Unknown event {read.DetailType}."),
        };
}
