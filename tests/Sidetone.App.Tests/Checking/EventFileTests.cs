using System.Text;
using Sidetone.Checking;

namespace Sidetone.Tests.Checking;

public sealed class EventFileTests
{
    private const string Insights = """
        {"version":"0","id":"2","detail-type":"InsightsSummary","detail":{
         "insights":{"count":1,"tags":[{"description":"High Jitter"}]}}}
        """;

    [Fact]
    public void A_file_is_one_event_or_a_list_or_lines()
    {
        var line = Insights.ReplaceLineEndings("");

        Assert.Equal(["the file"], Places(Insights));
        Assert.Equal(["the file"], Places("\uFEFF" + Insights));
        Assert.Equal(["item 0", "item 1"], Places($"[{Insights},{Insights}]"));
        Assert.Equal(["line 1", "line 3"], Places($"{line}\n\n{line}\n"));
        Assert.Equal(["line 1", "line 2"], Places($"{line}\r\nnot JSON\r\n"));
    }

    [Fact]
    public void A_bare_list_of_heartbeats_is_one_event() =>
        Assert.Equal(["the file"], Places("""[{"heartbeatId":"h"},{"heartbeatId":"i"}]"""));

    [Fact]
    public void One_event_over_many_lines_with_a_mistake_is_still_one() =>
        Assert.Equal(["the file"], Places(Insights[..^3]));

    private static IEnumerable<string> Places(string text) =>
        EventFile.Split(Encoding.UTF8.GetBytes(text)).Select(found => found.Place);
}
