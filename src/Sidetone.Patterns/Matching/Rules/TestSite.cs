using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Rules;

/// <summary>One test of one field, however many rules ask for it; evaluated at most once per value.</summary>
internal sealed class TestSite
{
    /// <summary>The conditions that hold when a value passes.</summary>
    public AppendList<int> Conditions { get; } = new();

    /// <summary>The anything-buts that a value does not pass when it passes this.</summary>
    public AppendList<Exclusion> Excluded { get; } = new();
}
