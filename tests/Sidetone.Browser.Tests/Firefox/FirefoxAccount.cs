using Sidetone.Browser.Tests.Sdk;

namespace Sidetone.Browser.Tests.Firefox;

/// <summary>What a call's pages told of it at its end.</summary>
/// <param name="Counted">What Firefox counted at last.</param>
/// <param name="Members">The members of its statistics, by type.</param>
/// <param name="Complaints">What the SDK told the page of errors and refusals.</param>
internal sealed record FirefoxAccount(
    Counted Counted,
    IReadOnlyDictionary<string, string[]> Members,
    IReadOnlyList<string> Complaints
);
