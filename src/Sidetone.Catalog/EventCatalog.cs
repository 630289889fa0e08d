using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Sidetone.Catalog;

/// <summary>Reads the events of the published catalog, as tolerantly as they are written.</summary>
/// <remarks>
/// Compatible with the published Operata event catalog; this is not that vendor's product. Both spellings of
/// <c>utilized…</c>, whole numbers with and without a fraction, any precision of times, missing, null and unknown
/// members are taken, and written back as they were by <see cref="CatalogWriter"/>.
/// </remarks>
public static class EventCatalog
{
    /// <summary>Reads an event: one of the five in their envelopes, or the bare list of a heartbeat webhook.</summary>
    /// <param name="utf8">The event as JSON in UTF-8.</param>
    /// <param name="catalogEvent">The event; null when there is a problem.</param>
    /// <param name="problem">The first problem, with the JSON path where it stands; null when there is none.</param>
    /// <returns>Whether the event could be read. Nothing is thrown, whatever the bytes are.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8,
        [NotNullWhen(true)] out CatalogEvent? catalogEvent,
        [NotNullWhen(false)] out CatalogProblem? problem
    )
    {
        using var document = JsonText.Open(utf8, out problem);
        if (document is null)
        {
            catalogEvent = null;
            problem ??= new CatalogProblem(JsonPath.Root, "The text is not JSON.");
            return false;
        }

        var reading = new ReadProblem();
        catalogEvent = Read(document.RootElement, reading);
        problem = reading.First;
        if (catalogEvent is not null && problem is null)
        {
            return true;
        }

        catalogEvent = null;
        problem ??= new CatalogProblem(JsonPath.Root, "This is no event of the catalog.");
        return false;
    }

    /// <summary>Reads the detail of an event whose type is known, without an envelope.</summary>
    /// <param name="detailType">One of <see cref="DetailTypes"/>.</param>
    /// <param name="utf8">The detail as JSON in UTF-8.</param>
    /// <param name="detail">The detail; null when there is a problem.</param>
    /// <param name="problem">The first problem, its path counted from the detail; null when there is none.</param>
    /// <returns>Whether the detail could be read.</returns>
    public static bool TryParseDetail(
        string detailType,
        ReadOnlySpan<byte> utf8,
        [NotNullWhen(true)] out CatalogDetail? detail,
        [NotNullWhen(false)] out CatalogProblem? problem
    )
    {
        detail = null;
        using var document = JsonText.Open(utf8, out problem);
        if (document is null)
        {
            problem ??= new CatalogProblem(JsonPath.Root, "The text is not JSON.");
            return false;
        }

        var reading = new ReadProblem();
        var read = ReadDetail(detailType, document.RootElement, reading);
        problem = reading.First;
        detail = problem is null ? read : null;
        problem ??= read is null ? new CatalogProblem(JsonPath.Root, UnknownType(detailType)) : null;
        return problem is null;
    }

    /// <summary>Reads a detail by its type; null when the catalog has no such type.</summary>
    internal static CatalogDetail? ReadDetail(string detailType, JsonElement element, ReadProblem problem) =>
        detailType switch
        {
            DetailTypes.CallSummary => MemberReader.Read<CallSummary>(element, JsonPath.Root, problem),
            DetailTypes.InsightsSummary => MemberReader.Read<InsightsSummary>(element, JsonPath.Root, problem),
            DetailTypes.AgentReportedIssue => MemberReader.Read<AgentReportedIssue>(element, JsonPath.Root, problem),
            DetailTypes.HeadsetSummary => MemberReader.Read<HeadsetSummary>(element, JsonPath.Root, problem),
            DetailTypes.HeartbeatWorkflow => MemberReader.Read<HeartbeatWorkflow>(element, JsonPath.Root, problem),
            _ => null,
        };

    /// <summary>Says which event a text is; null, with a problem noted, when it is none.</summary>
    internal static string? TypeOf(JsonElement root, ReadProblem problem)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return DetailTypes.HeartbeatWorkflow;
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            problem.WrongKind(JsonPath.Root, root, "an event, or the list of a heartbeat webhook,");
            return null;
        }

        var path = JsonPath.Member(JsonPath.Root, "detail-type");
        if (!root.TryGetProperty("detail-type", out var type))
        {
            problem.Note(path, "The member is missing; it says which event this is.");
            return null;
        }

        if (type.ValueKind != JsonValueKind.String)
        {
            problem.WrongKind(path, type, "a text");
            return null;
        }

        var detailType = type.GetString()!;
        if (DetailTypes.All.Contains(detailType))
        {
            return detailType;
        }

        problem.Note(path, UnknownType(detailType));
        return null;
    }

    /// <summary>Reads what can be read, and notes the first problem; null when it is no event.</summary>
    internal static CatalogEvent? Read(JsonElement root, ReadProblem problem)
    {
        if (TypeOf(root, problem) is not { } detailType)
        {
            return null;
        }

        if (root.ValueKind == JsonValueKind.Array)
        {
            return ReadBareList(root, problem);
        }

        if (!root.TryGetProperty("detail", out var detail) || detail.ValueKind == JsonValueKind.Null)
        {
            problem.Note(JsonPath.Member(JsonPath.Root, "detail"), "The member is missing; it says what happened.");
        }

        return ReadByType(detailType, root, problem);
    }

    private static HeartbeatWorkflowEvent ReadBareList(JsonElement root, ReadProblem problem)
    {
        var heartbeats = MemberReader.List<Heartbeat>(root, JsonPath.Root, problem);
        for (var i = 0; i < heartbeats.Count; i++)
        {
            // A list of whole events, for one, must not pass as a list of heartbeats of which nothing is known.
            if (heartbeats[i] is { Unknown.Count: > 0 and var unknown, Form: { } form } && unknown == form.Names.Length)
            {
                problem.Note(JsonPath.Item(JsonPath.Root, i), "The object has no member of a heartbeat.");
            }
        }

        return new HeartbeatWorkflowEvent
        {
            IsBareList = true,
            Detail = new() { Heartbeats = heartbeats },
        };
    }

    private static CatalogEvent? ReadByType(string detailType, JsonElement root, ReadProblem problem) =>
        detailType switch
        {
            DetailTypes.CallSummary => MemberReader.Read<CallSummaryEvent>(root, JsonPath.Root, problem),
            DetailTypes.InsightsSummary => MemberReader.Read<InsightsSummaryEvent>(root, JsonPath.Root, problem),
            DetailTypes.AgentReportedIssue => MemberReader.Read<AgentReportedIssueEvent>(root, JsonPath.Root, problem),
            DetailTypes.HeadsetSummary => MemberReader.Read<HeadsetSummaryEvent>(root, JsonPath.Root, problem),
            DetailTypes.HeartbeatWorkflow => MemberReader.Read<HeartbeatWorkflowEvent>(root, JsonPath.Root, problem),
            _ => null,
        };

    private static string UnknownType(string detailType) =>
        $"The catalog has no event of the type '{detailType}'; it has {string.Join(", ", DetailTypes.All)}.";
}
