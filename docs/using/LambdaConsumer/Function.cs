using Sidetone.Catalog;

namespace LambdaConsumer;

/// <summary>
/// A function behind an EventBridge rule: it writes one line for each thing a support lead would want to know.
/// </summary>
public sealed class Function(TextWriter output)
{
    private const double PoorMos = 3.5;

    /// <summary>Makes the function as Lambda does, writing to the function's log.</summary>
    public Function()
        : this(Console.Out) { }

    /// <summary>Takes one event.</summary>
    /// <param name="input">The event as JSON, as the runtime gives it.</param>
    /// <exception cref="InvalidDataException">The text is no event of the catalog; thrown, so that it reaches the
    /// dead-letter queue.</exception>
    public async Task HandleAsync(Stream input)
    {
        using var bytes = new MemoryStream();
        await input.CopyToAsync(bytes);
        if (!EventCatalog.TryParse(bytes.ToArray(), out var catalogEvent, out var problem))
        {
            throw new InvalidDataException($"{problem.Path}: {problem.Reason}");
        }

        if (LineFor(catalogEvent) is { } line)
        {
            await output.WriteLineAsync(line);
        }
    }

    private static string? LineFor(CatalogEvent catalogEvent) =>
        catalogEvent switch
        {
            CallSummaryEvent { Detail: var call } => LineForCall(call),
            InsightsSummaryEvent { Detail: var summary } => $"Call {summary.Contact?.Id?.Current}: {TagsOf(summary)}.",
            AgentReportedIssueEvent { Detail: var issue } => $"{issue.Agent} reports '{issue.Context?.Category}'.",
            HeadsetSummaryEvent { Detail.Headset: { Metrics.MisalignedBoomArmCount: { } moved } headset }
                when moved > 0 =>
                $"The boom arm of {headset.ModelName} {headset.SerialNumber} left its place {moved} times.",
            HeartbeatWorkflowEvent { Detail.Heartbeats: [{ Status: not "Completed" } test, ..] } =>
                $"Test {test.HeartbeatId}: {test.Status}.",
            _ => null,
        };

    private static string? LineForCall(CallSummary call)
    {
        // Every member may be missing, and a number may be written 4 or 4.0: both are one value here.
        var mos = call.WebRtcSession?.Metrics?.Mos?.Avg?.ToDouble();
        return mos is > 0 and < PoorMos
            ? $"Call {call.Contact?.Id?.Current} of {call.ServiceAgent?.UserName} sounded poor: MOS {mos:0.00}."
            : null;
    }

    private static string TagsOf(InsightsSummary summary) =>
        string.Join(", ", (summary.Insights?.Tags ?? []).Select(static tag => tag.Description));
}
