using Sidetone.Calls.Headsets;
using Sidetone.Calls.Insights;
using Sidetone.Calls.Quality;
using Sidetone.Calls.Summaries;
using Sidetone.Catalog;
using Sidetone.Telemetry;

namespace Sidetone.Calls;

/// <summary>A call's summary: its events' details, and what is kept beside them.</summary>
public sealed record SummarizedCall
{
    /// <summary>The detail of the CallSummary event, with the members of every profile.</summary>
    public required CallSummary Summary { get; init; }

    /// <summary>The detail of the InsightsSummary event; null without any insight.</summary>
    public required InsightsSummary? InsightsSummary { get; init; }

    /// <summary>The details of HeadsetSummary events, one per headset that gave any statistics.</summary>
    public required IReadOnlyList<SummarizedHeadset> Headsets { get; init; }

    /// <summary>The insights, with direction, value and windows.</summary>
    public required IReadOnlyList<Insight> Insights { get; init; }

    /// <summary>Name and version of the formula behind every mean opinion score.</summary>
    public required string MosFormula { get; init; }

    /// <summary>The end of the call, or its last record after silence, in milliseconds since the Unix epoch; null without any record.</summary>
    public required long? EndedAt { get; init; }
}

/// <summary>Turns the records of a call into its summary: a pure function of records and settings, with no clock.</summary>
public static class CallSummarizer
{
    /// <summary>Summarises a call.</summary>
    /// <param name="call">Which call it is.</param>
    /// <param name="sessions">Its sessions, in any order.</param>
    /// <param name="settings">What the group chose; valid, see <see cref="CallSettings.Problems"/>.</param>
    /// <exception cref="ArgumentException">The settings name no known formula.</exception>
    public static SummarizedCall Summarize(CallIdentity call, IReadOnlyList<Session> sessions, CallSettings settings)
    {
        var formula =
            MosFormula.Find(settings.MosFormula)
            ?? throw new ArgumentException($"'{settings.MosFormula}' is not a formula.", nameof(settings));
        var measured = CallMeasurements.Of(PlatformRecords.WithoutReplaced(sessions), formula);
        var known = CallKnowledge.Of(measured.Sessions, measured.Timeline);
        var insights = InsightRules.Judge(EvidenceSource.Of(measured, known), settings);
        return new SummarizedCall
        {
            Summary = SummaryComposer.Compose(call, measured, known, insights),
            InsightsSummary = SummaryComposer.Compose(call, insights),
            Headsets = HeadsetComposer.Compose(call, measured, known),
            Insights = insights,
            MosFormula = formula.Name,
            EndedAt = measured.Timeline.EndedAt,
        };
    }

    /// <summary>
    /// Judges a call by the figures of its summary alone, without its samples: rules that need seconds stay silent.
    /// </summary>
    public static IReadOnlyList<Insight> JudgeFigures(CallSummary summary, CallSettings settings) =>
        InsightRules.Judge(EvidenceSource.Of(summary), settings);
}
