using System.Text;
using System.Text.Json.Nodes;
using Sidetone.Checking;

namespace Sidetone.Tests.Checking;

public sealed class CheckedEventTests
{
    private const string Insights = """
        {"version":"0","id":"2","detail-type":"InsightsSummary","source":"s","account":"000000000000",
         "time":"2026-03-02T09:00:00Z","region":"us-east-1","resources":[],"detail":{
         "accountProperties":{"operataGroupId":"g"},"contact":{"id":{"current":"c-1"}},
         "insights":{"count":1,"tags":[{"description":"High Jitter"}]}}}
        """;

    [Theory]
    [InlineData("call-summary.json", "CallSummary", "2023")]
    [InlineData("call-summary-2025.json", "CallSummary", "2025")]
    [InlineData("insights-summary.json", "InsightsSummary", null)]
    [InlineData("agent-reported-issue.json", "AgentReportedIssue", null)]
    [InlineData("headset-summary.json", "HeadsetSummary", null)]
    [InlineData("heartbeat-workflow.json", "HeartbeatWorkflow", null)]
    public void The_published_events_are_as_the_catalog_has_them(string name, string detailType, string? profile)
    {
        var content = File.ReadAllBytes(Path.Combine(SharedCases.Folder("catalog"), name));

        var (place, json) = Assert.Single(EventFile.Split(content));
        var found = CheckedEvent.Of(place, json);

        Assert.Null(found.Problem);
        Assert.Equal((detailType, profile), (found.DetailType, found.Profile));
        Assert.Empty(found.Departures);
    }

    [Fact]
    public void Missing_and_unknown_members_are_named_where_they_stand()
    {
        var changed = JsonNode.Parse(Insights)!;
        changed.AsObject().Remove("region");
        changed["detail"]!["contact"]!.AsObject().Remove("id");
        changed["detail"]!["insights"]!["tags"]![0]!["severity"] = "high";

        var found = CheckedEvent.Of("here", Encoding.UTF8.GetBytes(changed.ToJsonString()));

        Assert.Equal(
            [
                "$.detail.contact.id is missing",
                "$.detail.insights.tags[0].severity is not in the catalog",
                "$.region is missing",
            ],
            found.Departures.Select(departure => $"{departure.Path} {departure.Reason}").Order()
        );
    }

    [Fact]
    public void What_is_no_event_says_why()
    {
        var found = CheckedEvent.Of("line 1", """{"detail-type":"CallSummary"}"""u8.ToArray());

        Assert.Contains("$.detail", found.Problem, StringComparison.Ordinal);
        Assert.Null(found.DetailType);
    }

    [Fact]
    public void A_file_is_one_event_or_a_list_or_lines()
    {
        var line = Insights.ReplaceLineEndings("");

        Assert.Equal(["the file"], Places(Insights));
        Assert.Equal(["item 0", "item 1"], Places($"[{Insights},{Insights}]"));
        Assert.Equal(["line 1", "line 3"], Places($"{line}\n\n{line}\n"));
        Assert.Equal(["line 1", "line 2"], Places($"{line}\nnot JSON\n"));
        Assert.Equal(["the file"], Places(Insights[..^3]));
        Assert.Equal(["the file"], Places("""[{"heartbeatId":"h"}]"""));
    }

    private static IEnumerable<string> Places(string text) =>
        EventFile.Split(Encoding.UTF8.GetBytes(text)).Select(found => found.Place);
}
