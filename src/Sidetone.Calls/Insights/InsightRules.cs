namespace Sidetone.Calls.Insights;

/// <summary>All rules, and the judgement of one call by those that a group has switched on.</summary>
public static class InsightRules
{
    private static readonly InsightRule[] s_all =
    [
        .. NetworkRules
            .All.Concat(ConnectionRules.All)
            .Concat(SoundRules.All)
            .Concat(HandlingRules.All)
            .Concat(DeskRules.All)
            .OrderBy(rule => rule.Number),
    ];

    /// <summary>Rules that say something without a page's data: they know of the call's handling, not of its quality.</summary>
    private static readonly HashSet<string> s_withoutAgentData = new(StringComparer.Ordinal)
    {
        "callEndedOnHold",
        "longHold",
        "shortCall",
        "highAgentConnectionTime",
        "veryHighAgentConnectionTime",
    };

    /// <summary>Every rule, by number.</summary>
    public static IReadOnlyList<InsightRule> All => s_all;

    /// <summary>The rule with an id; null when there is none.</summary>
    public static InsightRule? Find(string id) => s_all.FirstOrDefault(rule => rule.Id == id);

    /// <summary>The tags of a call, by rule number: one per rule at most, and none that a stronger one replaces.</summary>
    internal static IReadOnlyList<Insight> Judge(CallEvidence call, CallSettings settings)
    {
        if (!call.WasConnected)
        {
            return [];
        }

        var fired = new List<(InsightRule Rule, InsightFinding Finding)>();
        foreach (var rule in s_all)
        {
            var chosen = settings.Insights.GetValueOrDefault(rule.Id);
            var mayKnow = call.HasAgentData || s_withoutAgentData.Contains(rule.Id);
            if (!mayKnow || !(chosen?.Enabled ?? rule.OnByDefault))
            {
                continue;
            }

            var limits = new RuleLimits(chosen?.Threshold ?? rule.Threshold, chosen?.WindowSec ?? rule.WindowSec);
            if (rule.Judge(call, limits) is { } finding)
            {
                fired.Add((rule, finding));
            }
        }

        var replaced = fired.Select(each => each.Rule.Replaces).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. fired
                .Where(each => !replaced.Contains(each.Rule.Id))
                .Select(each => new Insight(
                    each.Rule.Id,
                    each.Rule.Name,
                    each.Rule.Severity,
                    each.Finding.Direction,
                    each.Finding.Value,
                    each.Finding.Windows
                )),
        ];
    }
}
