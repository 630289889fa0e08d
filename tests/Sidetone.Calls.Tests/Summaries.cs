using Sidetone.Catalog;
using Sidetone.Telemetry;

namespace Sidetone.Calls.Tests;

/// <summary>Summarises scripts, and reads figures out of what came of them.</summary>
internal static class Summaries
{
    public static CallIdentity Call { get; } =
        new(new Guid("7d3f9a52-5a43-4a5c-8f5e-0f6f3a1d2c4b"), "Test group", "contact-1", "ada");

    public static SummarizedCall Of(params Session[] sessions) => Of(new CallSettings(), sessions);

    public static SummarizedCall Of(CallSettings settings, params Session[] sessions) =>
        CallSummarizer.Summarize(Call, sessions, settings);

    public static CallMetrics Metrics(this SummarizedCall call) => call.Summary.WebRtcSession!.Metrics!;

    public static Interaction Interaction(this SummarizedCall call) => call.Summary.ServiceAgent!.Interaction!;

    public static string[] Tags(this SummarizedCall call) => [.. call.Insights.Select(insight => insight.Name)];

    public static double Number(CatalogNumber? number) => number!.Value.ToDouble();

    public static (double Min, double Max, double Avg) Range(MetricRange? range) =>
        (Number(range!.Min), Number(range.Max), Number(range.Avg));
}
