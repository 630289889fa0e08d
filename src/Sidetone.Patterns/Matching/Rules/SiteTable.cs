using Sidetone.Patterns.Matching.Tables;

namespace Sidetone.Patterns.Matching.Rules;

/// <summary>
/// The sites by number. Most have one condition and exclude nothing: which one is kept in a row of numbers, so that passing
/// many sites reads few lines of memory.
/// </summary>
internal sealed class SiteTable
{
    private readonly AppendList<TestSite> _sites = new();
    private int[] _only = new int[16];

    public TestSite this[int site] => _sites[site];

    public int Add(TestSite site)
    {
        var number = _sites.Count;
        if (number == _only.Length)
        {
            var larger = new int[number * 2];
            _only.CopyTo(larger, 0);
            Volatile.Write(ref _only, larger);
        }

        _only[number] = -1;
        return _sites.Add(site);
    }

    /// <summary>The one condition of a site that has one and excludes nothing; else -1.</summary>
    public int Only(int site) => Volatile.Read(ref _only)[site];

    public void AddCondition(int site, int condition)
    {
        _sites[site].Conditions.Add(condition);
        Settle(site);
    }

    public void AddExclusion(int site, Exclusion exclusion)
    {
        _sites[site].Excluded.Add(exclusion);
        Settle(site);
    }

    private void Settle(int site) =>
        Volatile.Write(
            ref _only[site],
            _sites[site] is { Conditions: { Count: 1 } only, Excluded.Count: 0 } ? only[0] : -1
        );
}
