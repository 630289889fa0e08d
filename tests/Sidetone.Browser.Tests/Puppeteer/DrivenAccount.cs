using Sidetone.Browser.Tests.Sdk;

namespace Sidetone.Browser.Tests.Puppeteer;

/// <summary>What a call's pages told of it at its end.</summary>
/// <param name="Counted">What the browser counted at last.</param>
/// <param name="Visibility">Whether the agent's page was <c>visible</c> or <c>hidden</c> in the call.</param>
/// <param name="SampledAt">When the page took its samples, in ms.</param>
/// <param name="Members">The members of its statistics, by type.</param>
/// <param name="Complaints">What the SDK told the page of errors and refusals.</param>
internal sealed record DrivenAccount(
    Counted Counted,
    string Visibility,
    IReadOnlyList<double> SampledAt,
    IReadOnlyDictionary<string, string[]> Members,
    IReadOnlyList<string> Complaints
);
