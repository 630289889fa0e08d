using System.Text;
using Sidetone.Catalog;
using Sidetone.Tests;

namespace Sidetone.Calls.Tests.Insights;

public sealed class PublishedFiguresTests
{
    [Fact]
    public void The_catalogs_own_figures_give_exactly_high_packet_loss()
    {
        Assert.Equal(["High Packet Loss"], TagsOf("call-summary.json"));
    }

    [Fact]
    public void The_figures_of_2025_give_no_insight()
    {
        Assert.Empty(TagsOf("call-summary-2025.json"));
    }

    private static IEnumerable<string> TagsOf(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(SharedCases.Folder("catalog"), file));
        Assert.True(EventCatalog.TryParse(bytes, out var parsed, out var problem), problem?.ToString());
        var summary = Assert.IsType<CallSummaryEvent>(parsed);
        return CallSummarizer.JudgeFigures(summary.Detail!, new CallSettings()).Select(insight => insight.Name);
    }
}
