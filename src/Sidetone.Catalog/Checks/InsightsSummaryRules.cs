using System.Globalization;

namespace Sidetone.Catalog;

/// <summary>What holds between the values of an insights summary.</summary>
internal static class InsightsSummaryRules
{
    public static void Check(InsightsSummary summary, DepartureList departures)
    {
        departures.Uuid("$.detail.accountProperties.operataGroupId", summary.AccountProperties?.GroupId);
        if (summary.Insights is not { Count: { } count, Tags: { } tags })
        {
            return;
        }

        if (count.ToDouble() != tags.Count)
        {
            departures.Error(
                DepartureKind.Contradiction,
                "$.detail.insights.count",
                count.Literal,
                $"the number of tags, {tags.Count.ToString(CultureInfo.InvariantCulture)}"
            );
        }

        if (tags.Count == 0)
        {
            departures.Note(DepartureKind.OtherForm, "$.detail.insights.tags", "no tag", "one tag or more");
        }
    }
}
